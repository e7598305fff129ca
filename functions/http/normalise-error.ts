import type { MiddlewareObj } from '@middy/core';
import { AuthError } from '../core/error.ts';

/**
 * Turns any thrown value into an AuthError. This must be the innermost middleware: whatever the use
 * case, the endpoint or Middy's own time-out throws is normalised once, before the log and the
 * envelope read it.
 */
export const normaliseError = () =>
  ({
    onError(request) {
      const thrown: unknown = request.error;
      // What has no row is a bug or a fault of this service.
      if (!(thrown instanceof AuthError)) {
        request.error = new AuthError('INTERNAL_ERROR', { cause: thrown });
      }
    },
  }) satisfies MiddlewareObj;
