/** The route of the further steps of a sign-in. */

import { challengeRequest, tokenResponse } from '../schemas/index.ts';
import type { Route } from './route.ts';

export const challenge = {
  method: 'POST',
  path: '/auth/challenge',
  area: 'challenge',
  function: 'challenge',
  credential: 'body',
  body: challengeRequest,
  // Empty after the steps of a reauthentication, which begins no session.
  success: { status: 200, body: tokenResponse, mayBeEmpty: true },
  codes: [
    'INVALID_CODE',
    'CODE_EXPIRED',
    'INVALID_CHALLENGE',
    'PASSWORD_REJECTED',
    'PASSKEY_REJECTED',
    'CHALLENGE_REQUIRED',
    'ORIGIN_NOT_ALLOWED',
    'BAD_GATEWAY',
    'SERVICE_UNAVAILABLE',
  ],
  throttle: { rate: 500, burst: 300 },
  label: 'Sign-in step',
} as const satisfies Route;
