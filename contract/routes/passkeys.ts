/** The routes by which users add, name and remove their passkeys. */

import {
  passkeyCreationResponse,
  passkeyNameRequest,
  passkeyParameters,
  passkeyRegistrationRequest,
  passkeysResponse,
} from '../schemas/index.ts';
import { BEARER_CODES, type Route } from './route.ts';

const SHARED = {
  area: 'passkeys',
  function: 'passkeys',
  credential: 'bearer',
  setting: 'passkeys',
  throttle: { rate: 80, burst: 20 },
} as const satisfies Partial<Route>;

export const listPasskeys = {
  ...SHARED,
  method: 'GET',
  path: '/auth/passkeys',
  success: { status: 200, body: passkeysResponse },
  codes: BEARER_CODES,
  label: 'Passkey list',
} as const satisfies Route;

export const beginPasskey = {
  ...SHARED,
  method: 'POST',
  path: '/auth/passkeys/registration',
  success: { status: 200, body: passkeyCreationResponse },
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED', 'CONFLICT'],
  label: 'Start of a passkey registration',
} as const satisfies Route;

export const completePasskey = {
  ...SHARED,
  method: 'PUT',
  path: '/auth/passkeys/registration',
  body: passkeyRegistrationRequest,
  success: { status: 204 },
  codes: [
    ...BEARER_CODES,
    'REAUTHENTICATION_REQUIRED',
    'INVALID_CHALLENGE',
    'PASSKEY_REJECTED',
    'CONFLICT',
  ],
  label: 'Passkey registration',
} as const satisfies Route;

export const renamePasskey = {
  ...SHARED,
  method: 'PATCH',
  path: '/auth/passkeys/{id}',
  parameters: passkeyParameters,
  body: passkeyNameRequest,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'NOT_FOUND'],
  repeatable: true,
  label: 'Passkey name',
} as const satisfies Route;

export const removePasskey = {
  ...SHARED,
  method: 'DELETE',
  path: '/auth/passkeys/{id}',
  parameters: passkeyParameters,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED'],
  repeatable: true,
  label: 'Passkey removal',
} as const satisfies Route;
