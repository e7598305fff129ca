import { captcha } from './core/login/captcha.ts';
import { captchaParts, endpoint } from './wiring/index.ts';

export const handler = endpoint('captcha', captcha, captchaParts);
