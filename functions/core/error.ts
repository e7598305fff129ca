import type { ErrorOptions as EnvelopeOptions } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import type { ReplyCookie } from './use-case.ts';

/**
 * What a throw site may add to a code: the named variant, `details`, `retryAfter` in seconds, a
 * cookie to set, and the private `cause` for the log.
 */
export interface AuthErrorOptions<C extends ErrorCode> extends EnvelopeOptions<C> {
  cause?: unknown;
  cookie?: ReplyCookie;
}

/**
 * A failure with a row in the error table. Status, text and action come from the row when the
 * answer is made. The message of the error itself is the code: it is for the log, and `details` may
 * hold what a log must not.
 */
export class AuthError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AuthError';
  readonly code: C;
  readonly options: EnvelopeOptions<C>;
  readonly cookie: ReplyCookie | undefined;

  constructor(code: C, { cause, cookie, ...options }: AuthErrorOptions<C> = {}) {
    super(code, { cause });
    this.code = code;
    this.options = options;
    this.cookie = cookie;
  }
}

/** The error for a field of the request with a value that is not accepted. */
export const badRequest = (field: string, issue = 'is malformed', cause?: unknown): AuthError =>
  new AuthError('BAD_REQUEST', { details: { field, issue }, cause });

/** Returns undefined if the promise is rejected with one of these codes. */
export async function undefinedIfRefused<T>(
  promise: Promise<T>,
  codes: readonly ErrorCode[],
): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AuthError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
