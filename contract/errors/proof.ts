/** Errors of codes, passwords and other proofs of identity. */

import type { ErrorRow } from './row.ts';

export const PROOF_ERRORS = {
  PASSWORD_REJECTED: {
    status: 400,
    message: 'The password is not acceptable',
    action: 'reenter_password',
  },
} as const satisfies Record<string, ErrorRow>;
