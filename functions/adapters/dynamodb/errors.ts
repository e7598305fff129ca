import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { AuthError } from '../../core/error.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * Passes a result on.
 * @throws {INTERNAL_ERROR} if the database failed.
 */
export async function orInternalError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toInternalError(error);
  }
}

export const toInternalError = (error: unknown): AuthError =>
  new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(error) });

/** Passes a result on, or returns undefined if the condition of a write was not met. */
export async function undefinedIfConditionFails<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
