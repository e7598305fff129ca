/** Errors of codes, passwords and other proofs of identity. */

import type { ErrorRow } from './row.ts';

export const PROOF_ERRORS = {
  INVALID_CODE: {
    status: 400,
    message: 'The code is not valid',
    action: 'reenter_code',
    variants: {
      mailed: { details: { alternative_action: 'request_code' } },
      authenticator: {
        details: { issue: 'Codes depend on the time. Check the clock of the device with the app' },
      },
      used: { details: { issue: 'The code was used before. Wait for the next one' } },
    },
  },
  CODE_EXPIRED: {
    status: 400,
    message: 'The code has expired',
    action: 'request_code',
  },
  INVALID_CHALLENGE: {
    status: 400,
    message: 'The sign-in step is not valid any more',
    action: 'login',
    variants: {
      registration: {
        message: 'The registration of the passkey is not valid any more',
        action: 'fix_request',
        details: { field: 'registration_token', issue: 'is not valid any more' },
      },
    },
  },
  WRONG_PASSWORD: {
    status: 400,
    message: 'The current password is incorrect',
    action: 'reenter_password',
  },
  PASSWORD_REJECTED: {
    status: 400,
    message: 'The password is not acceptable',
    action: 'reenter_password',
  },
  PASSKEY_REJECTED: {
    status: 400,
    message: 'The passkey was not accepted',
    action: 'login',
    variants: {
      registration: {
        action: 'fix_request',
        details: { field: 'credential', issue: 'was not accepted' },
      },
    },
  },
  REAUTHENTICATION_REQUIRED: {
    status: 403,
    message: 'Confirm your identity to continue',
    action: 'reauthenticate',
  },
  CONFLICT: {
    status: 409,
    message: '{field} {issue}',
    action: 'fix_request',
  },
} as const satisfies Record<string, ErrorRow>;
