/** The routes by which people create an account. */

import {
  confirmSignUpRequest,
  deliveryResponse,
  mailRequest,
  signUpRequest,
} from '../schemas/index.ts';
import type { Route } from './route.ts';

const SHARED = {
  method: 'POST',
  area: 'registration',
  function: 'registration',
  credential: 'body',
  setting: 'signUp',
  throttle: { rate: 100, burst: 40 },
} as const satisfies Partial<Route>;

const CODES = ['ORIGIN_NOT_ALLOWED', 'BAD_GATEWAY', 'SERVICE_UNAVAILABLE'] as const;

export const signUp = {
  ...SHARED,
  path: '/auth/signup',
  body: signUpRequest,
  success: { status: 202, body: deliveryResponse },
  codes: [...CODES, 'CAPTCHA_REQUIRED'],
  label: 'Sign-up',
} as const satisfies Route;

export const confirmSignUp = {
  ...SHARED,
  path: '/auth/signup/confirm',
  body: confirmSignUpRequest,
  success: { status: 204 },
  codes: [...CODES, 'INVALID_CODE', 'PASSWORD_REJECTED'],
  label: 'Confirmation',
} as const satisfies Route;

export const resendCode = {
  ...SHARED,
  path: '/auth/signup/resend',
  body: mailRequest,
  success: { status: 202, body: deliveryResponse },
  codes: [...CODES, 'CAPTCHA_REQUIRED'],
  label: 'Sending the code',
} as const satisfies Route;
