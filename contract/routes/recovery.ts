/** The routes by which people who have lost their password get into their account again. */

import { deliveryResponse, mailRequest, resetPasswordRequest } from '../schemas/index.ts';
import type { Route } from './route.ts';

const SHARED = {
  method: 'POST',
  area: 'recovery',
  function: 'recovery',
  credential: 'body',
  throttle: { rate: 100, burst: 40 },
} as const satisfies Partial<Route>;

const CODES = ['ORIGIN_NOT_ALLOWED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'] as const;

export const forgotPassword = {
  ...SHARED,
  path: '/auth/password/forgot',
  body: mailRequest,
  success: { status: 202, body: deliveryResponse },
  codes: [...CODES, 'CAPTCHA_REQUIRED'],
  label: 'Password recovery',
} as const satisfies Route;

export const resetPassword = {
  ...SHARED,
  path: '/auth/password/reset',
  body: resetPasswordRequest,
  success: { status: 204 },
  codes: [...CODES, 'INVALID_CODE', 'PASSWORD_REJECTED'],
  label: 'Password reset',
} as const satisfies Route;
