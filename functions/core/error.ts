import type { ErrorOptions as EnvelopeOptions } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';

/**
 * What a throw site may add to a code: the named variant, `details`, `retryAfter` in seconds, and
 * the private `cause` for the log.
 */
export interface AuthErrorOptions<C extends ErrorCode> extends EnvelopeOptions<C> {
  cause?: unknown;
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

  constructor(code: C, { cause, ...options }: AuthErrorOptions<C> = {}) {
    super(code, { cause });
    this.code = code;
    this.options = options;
  }
}
