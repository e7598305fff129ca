import type { MiddlewareObj } from '@middy/core';
import { AuthError } from '../core/error.ts';

/**
 * Converts any thrown value to an AuthError. This must be the innermost middleware, so that the log
 * and the envelope read the same error. It covers the use case, the endpoint and Middy's time-out.
 */
export const normaliseError = () =>
  ({
    onError(request) {
      const thrown: unknown = request.error;
      // Any other error is a bug or a fault of this service.
      if (!(thrown instanceof AuthError)) {
        request.error = new AuthError('INTERNAL_ERROR', { cause: thrown });
      }
    },
  }) satisfies MiddlewareObj;
