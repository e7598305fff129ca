/** The route that begins a sign-in without a password. */

import { passwordlessRequest, passwordlessResponse } from '../schemas/index.ts';
import type { Route } from './route.ts';

export const passwordless = {
  method: 'POST',
  path: '/auth/passwordless',
  area: 'passwordless',
  function: 'passwordless',
  credential: 'body',
  body: passwordlessRequest,
  success: { status: 202, body: passwordlessResponse },
  setting: 'passwordless',
  codes: ['CAPTCHA_REQUIRED', 'ORIGIN_NOT_ALLOWED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'],
  throttle: { rate: 100, burst: 40 },
  label: 'Passwordless sign-in',
} as const satisfies Route;
