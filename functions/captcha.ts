import { captchaParts, endpoint } from './app.ts';
import { captcha } from './core/captcha.ts';

export const handler = endpoint('captcha', captcha, captchaParts);
