import { MAILED_CODE } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';

/**
 * Passes a result on. The upstream does not say how long its hourly limit of a user lasts, so the
 * refusal names the longest time: after it, the next try is certainly within the limit.
 * @throws {TOO_MANY_REQUESTS} with that time, if the limit is reached.
 */
export async function withLimitWindow<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AuthError) || error.code !== 'TOO_MANY_REQUESTS') throw error;
    const retryAfter = MAILED_CODE.cognitoLimitWindow;
    throw new AuthError('TOO_MANY_REQUESTS', { retryAfter, cause: error.cause });
  }
}
