/** Errors caused by the state of an account. */

import type { ErrorRow } from './row.ts';

export const ACCOUNT_ERRORS = {
  USER_NOT_CONFIRMED: {
    status: 403,
    message: 'The account is not confirmed',
    action: 'confirm_account',
    clearsCookie: true,
  },
  PASSWORD_RESET_REQUIRED: {
    status: 403,
    message: 'The password must be reset',
    action: 'reset_password',
    clearsCookie: true,
  },
} as const satisfies Record<string, ErrorRow>;
