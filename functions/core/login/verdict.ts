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

export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof AuthError)) return 'unclear';
  if (error.cause instanceof NotSent) return 'unprocessed';
  const code: ErrorCode = error.code;
  return VERDICTS[code] ?? 'unclear';
}
