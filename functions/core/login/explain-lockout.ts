import { AuthError } from '../error.ts';
import { remainingLockout } from './attempt-limits.ts';
import { type NameRow, toCurrentRow } from './name-row.ts';

/**
 * Returns the error for a lockout of Cognito, which does not say how long it lasts. Our own counter
 * does.
 * @param now Seconds since the epoch.
 */
export function explainLockout(row: NameRow | undefined, cause: unknown, now: number): AuthError {
  const retryAfter = remainingLockout(toCurrentRow(row, now), now);
  return new AuthError('TOO_MANY_REQUESTS', { cause, retryAfter });
}
