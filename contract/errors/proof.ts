/** Errors of codes, passwords and other proofs of identity. */

import type { ErrorRow } from './row.ts';

export const PROOF_ERRORS = {
  INVALID_CODE: {
    status: 400,
    message: 'The code is not valid',
    action: 'reenter_code',
    variants: { mailed: { details: { alternative_action: 'request_code' } } },
  },
  PASSWORD_REJECTED: {
    status: 400,
    message: 'The password is not acceptable',
    action: 'reenter_password',
  },
} as const satisfies Record<string, ErrorRow>;
