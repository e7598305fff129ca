/** The routes by which signed-in users see, set up and remove their second factors. */

import { mfaResponse, totpRequest, totpSetupResponse } from '../schemas/index.ts';
import { BEARER_CODES, type Route } from './route.ts';

const SHARED = {
  area: 'mfa',
  function: 'mfa',
  credential: 'bearer',
  setting: 'mfa',
  throttle: { rate: 100, burst: 20 },
} as const satisfies Partial<Route>;

export const getMfa = {
  ...SHARED,
  method: 'GET',
  path: '/auth/mfa',
  success: { status: 200, body: mfaResponse },
  codes: BEARER_CODES,
  label: 'Second factors',
} as const satisfies Route;

export const startTotp = {
  ...SHARED,
  method: 'POST',
  path: '/auth/mfa/totp',
  success: { status: 200, body: totpSetupResponse },
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED'],
  label: 'Set-up of an authenticator app',
} as const satisfies Route;

export const enableTotp = {
  ...SHARED,
  method: 'PUT',
  path: '/auth/mfa/totp',
  body: totpRequest,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'INVALID_CODE', 'REAUTHENTICATION_REQUIRED', 'CONFLICT'],
  label: 'Proof of an authenticator app',
} as const satisfies Route;

export const disableTotp = {
  ...SHARED,
  method: 'DELETE',
  path: '/auth/mfa/totp',
  success: { status: 204 },
  repeatable: true,
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED', 'CONFLICT'],
  label: 'Removal of an authenticator app',
} as const satisfies Route;
