/** The routes of a session. */

import { COGNITO_QUOTA, MINIMUM_RATIO_TO_COGNITO } from '../limits.ts';
import { loginRequest, sessionResponse, tokenResponse } from '../schemas/session.ts';
import type { Route } from './route.ts';

export const login = {
  method: 'POST',
  path: '/auth/login',
  area: 'session',
  function: 'login',
  credential: 'body',
  body: loginRequest,
  success: { status: 200, body: tokenResponse },
  codes: [
    'INVALID_CREDENTIALS',
    'CAPTCHA_REQUIRED',
    'CHALLENGE_REQUIRED',
    'ORIGIN_NOT_ALLOWED',
    'BAD_GATEWAY',
    'SERVICE_UNAVAILABLE',
  ],
  throttle: { rate: 1_000, burst: 1_000 },
  repeatable: true,
  label: 'Login',
} as const satisfies Route;

export const refresh = {
  method: 'POST',
  path: '/auth/refresh',
  area: 'session',
  function: 'refresh',
  credential: 'cookie',
  success: { status: 200, body: tokenResponse },
  codes: [
    'INVALID_REFRESH_TOKEN',
    'PASSWORD_RESET_REQUIRED',
    'USER_NOT_CONFIRMED',
    'ORIGIN_NOT_ALLOWED',
    'BAD_GATEWAY',
    'SERVICE_UNAVAILABLE',
  ],
  throttle: { rate: 1_000, burst: 1_000 },
  repeatable: true,
  label: 'Token refresh',
} as const satisfies Route;

export const logout = {
  method: 'POST',
  path: '/auth/logout',
  area: 'session',
  function: 'logout',
  credential: 'cookie-or-bearer',
  success: { status: 204 },
  codes: ['ORIGIN_NOT_ALLOWED', 'SERVICE_UNAVAILABLE'],
  throttle: { rate: 1_000, burst: 400 },
  repeatable: true,
  endsSession: true,
  label: 'Logout',
} as const satisfies Route;

export const session = {
  method: 'GET',
  path: '/auth/session',
  area: 'session',
  function: 'session',
  credential: 'bearer-else-cookie',
  success: { status: 200, body: sessionResponse },
  codes: [
    'NOT_AUTHENTICATED',
    'INVALID_TOKEN',
    'TOKEN_EXPIRED',
    'ORIGIN_NOT_ALLOWED',
    'SERVICE_UNAVAILABLE',
  ],
  throttle: { rate: 2_000, burst: 1_000 },
  label: 'Session check',
} as const satisfies Route;

/**
 * Requests that never reach Cognito, such as junk, use up the throttle of a route. A throttle near
 * Cognito's quota would let them refuse honest sign-ins. Cognito itself refuses what exceeds its
 * quota.
 */
for (const { label, throttle } of [login, refresh]) {
  if (throttle.rate < MINIMUM_RATIO_TO_COGNITO * COGNITO_QUOTA) {
    throw new RangeError(`${label}: the throttle must be far above the quota of Cognito`);
  }
}
