import { createCaptchaHandler } from './wiring/captcha.ts';

export const handler = createCaptchaHandler();
