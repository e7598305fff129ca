import type { ErrorCode } from '../../../contract/errors/index.ts';
import { AuthError } from '../error.ts';
import { NotSent } from './sign-in.ts';

/**
 * What an error of the upstream means for the attempt:
 * - `wrong`: the password is wrong.
 * - `right`: the password is right, and another step must follow.
 * - `locked`: the upstream has locked the user and has not looked at the password.
 * - `unprocessed`: the upstream has not looked at the password for another reason.
 * - `unclear`: the upstream may have counted the attempt.
 */
export type Verdict = 'wrong' | 'right' | 'locked' | 'unprocessed' | 'unclear';

const VERDICTS: Readonly<Partial<Record<ErrorCode, Verdict>>> = {
  INVALID_CREDENTIALS: 'wrong',
  CHALLENGE_REQUIRED: 'right',
  TOO_MANY_REQUESTS: 'locked',
  SERVICE_UNAVAILABLE: 'unprocessed',
  INTERNAL_ERROR: 'unprocessed',
};

export const verdictOf = (error: unknown): Verdict => findVerdict(error, VERDICTS);

/** Finds the verdict of an error in a table. An error that is not in it is unclear. */
export function findVerdict<V>(
  error: unknown,
  verdicts: Readonly<Partial<Record<ErrorCode, V>>>,
): V | 'unprocessed' | 'unclear' {
  if (!(error instanceof AuthError)) return 'unclear';
  if (error.cause instanceof NotSent) return 'unprocessed';
  const code: ErrorCode = error.code;
  return verdicts[code] ?? 'unclear';
}
