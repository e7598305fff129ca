import { buildEnvelope } from '../../contract/envelope.ts';
import { AuthError } from '../../functions/core/error.ts';

/** The AuthError that a promise ends with. Anything else, success too, is passed on or thrown. */
export async function failureOf(work: Promise<unknown>): Promise<AuthError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AuthError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

/** The message that a client reads for an AuthError. */
export const clientMessageOf = ({ code, options }: AuthError): string =>
  buildEnvelope(code, options, { requestId: '' }).error.message;

/** Only the code of it. */
export const codeOf = async (work: Promise<unknown>): Promise<string> =>
  (await failureOf(work)).code;
