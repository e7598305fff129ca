import { buildEnvelope } from '../../contract/envelope.ts';
import { AuthError } from '../../functions/core/error.ts';

/**
 * Returns the AuthError with which a promise rejects.
 * @throws if the promise rejects with anything else, or does not reject.
 */
export async function catchFailure(work: Promise<unknown>): Promise<AuthError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AuthError) return error;
    throw error;
  }
  throw new Error('the promise must reject with an AuthError');
}

/** Returns the message that a client receives for an AuthError. */
export const buildClientMessage = ({ code, options }: AuthError): string =>
  buildEnvelope(code, options, { requestId: '' }).error.message;

/** Returns the code of the AuthError with which a promise rejects. */
export const catchCode = async (work: Promise<unknown>): Promise<string> =>
  (await catchFailure(work)).code;
