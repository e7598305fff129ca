/** What the stores of the table of attempts have in common. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import { withoutSecrets } from '../redact.ts';
import { toInternalError } from './errors.ts';

export const primaryKey = (id: string): Record<string, AttributeValue> => ({
  [TABLES.attempts.partitionKey]: { S: id },
});

/** A row that cannot take more requests is a throttle, and no fault of the service. */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

export const throttled = (cause: unknown = new Error('the row is busy')): AuthError =>
  new AuthError('TOO_MANY_REQUESTS', { cause });

/**
 * Passes a result on.
 * @throws {TOO_MANY_REQUESTS} if the database throttles the row.
 * @throws {INTERNAL_ERROR} if the database failed.
 */
export async function orAttemptError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (error instanceof Error && THROTTLES.has(error.name)) throw throttled(withoutSecrets(error));
    throw toInternalError(error);
  }
}
