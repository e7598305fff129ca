import { PASSKEYS } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';

/**
 * Says what is in conflict.
 * @throws {CONFLICT} with the reason, or the error that it was given.
 */
export function explainLimit(error: unknown): never {
  if (!(error instanceof AuthError) || error.code !== 'CONFLICT') throw error;
  throw new AuthError('CONFLICT', {
    details: { field: 'credential', issue: `is one more than the limit of ${PASSKEYS.perUser}` },
    cause: error.cause,
  });
}
