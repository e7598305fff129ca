import { captchaQuery, captchaResponse } from '../schemas/captcha.ts';
import type { Route } from './route.ts';

export const captcha = {
  method: 'GET',
  path: '/auth/captcha',
  area: 'session',
  function: 'captcha',
  credential: 'none',
  query: captchaQuery,
  success: { status: 200, body: captchaResponse },
  codes: [],
  throttle: { rate: 1_000, burst: 300 },
  label: 'CAPTCHA',
} as const satisfies Route;
