/** The routes by which signed-in users read, change and delete their account. */

import {
  accountResponse,
  confirmEmailRequest,
  deliveryResponse,
  emailRequest,
  passwordChangeRequest,
  reauthenticateRequest,
  updateAccountRequest,
} from '../schemas/index.ts';
import { BEARER_CODES, type Route } from './route.ts';

const SHARED = {
  area: 'account',
  function: 'account',
  credential: 'bearer',
  throttle: { rate: 100, burst: 40 },
} as const satisfies Partial<Route>;

export const reauthenticate = {
  ...SHARED,
  method: 'POST',
  path: '/auth/reauthenticate',
  body: reauthenticateRequest,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'WRONG_PASSWORD', 'CHALLENGE_REQUIRED'],
  label: 'Reauthentication',
} as const satisfies Route;

export const changePassword = {
  ...SHARED,
  method: 'POST',
  path: '/auth/password/change',
  body: passwordChangeRequest,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'WRONG_PASSWORD', 'PASSWORD_REJECTED', 'REAUTHENTICATION_REQUIRED'],
  label: 'Password change',
} as const satisfies Route;

export const getAccount = {
  ...SHARED,
  method: 'GET',
  path: '/auth/account',
  success: { status: 200, body: accountResponse },
  codes: BEARER_CODES,
  label: 'Account',
} as const satisfies Route;

export const updateAccount = {
  ...SHARED,
  method: 'PATCH',
  path: '/auth/account',
  body: updateAccountRequest,
  success: { status: 200, body: accountResponse },
  codes: BEARER_CODES,
  label: 'Account update',
} as const satisfies Route;

export const deleteAccount = {
  ...SHARED,
  method: 'DELETE',
  path: '/auth/account',
  success: { status: 204 },
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED'],
  endsSession: true,
  label: 'Account deletion',
} as const satisfies Route;

export const changeEmail = {
  ...SHARED,
  method: 'POST',
  path: '/auth/email/change',
  body: emailRequest,
  success: { status: 202, body: deliveryResponse },
  codes: [...BEARER_CODES, 'REAUTHENTICATION_REQUIRED'],
  label: 'E-mail change',
} as const satisfies Route;

export const confirmEmail = {
  ...SHARED,
  method: 'POST',
  path: '/auth/email/confirm',
  body: confirmEmailRequest,
  success: { status: 204 },
  codes: [...BEARER_CODES, 'INVALID_CODE', 'CODE_EXPIRED', 'CONFLICT'],
  label: 'E-mail confirmation',
} as const satisfies Route;
