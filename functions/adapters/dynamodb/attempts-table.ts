/** The table of attempts and challenges: its keys, reads and failures. */

import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import { withoutSecrets } from '../redact.ts';
import { toInternalError } from './errors.ts';

export interface AttemptsTable {
  client: DynamoDBClient;
  name: string;
}

export type AttemptsRow = Record<string, AttributeValue>;

export const primaryKey = (id: string): AttemptsRow => ({
  [TABLES.attempts.partitionKey]: { S: id },
});

/** Reads rows consistently in one call. Returns what finds a row that was read. */
export async function readRows(
  { client, name }: AttemptsTable,
  ids: readonly string[],
): Promise<(id: string) => AttemptsRow | undefined> {
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({
      RequestItems: { [name]: { Keys: ids.map(primaryKey), ConsistentRead: true } },
    }),
  );
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw throttled();
  const rows = Responses?.[name];
  if (!Array.isArray(rows)) throw new TypeError('the store did not say what it has read');
  return (id) => rows.find((row) => row[TABLES.attempts.partitionKey]?.S === id);
}

/** Reads one row consistently. */
export async function readRow(
  { client, name }: AttemptsTable,
  id: string,
): Promise<AttemptsRow | undefined> {
  const command = new GetItemCommand({
    TableName: name,
    Key: primaryKey(id),
    ConsistentRead: true,
  });
  return (await client.send(command)).Item;
}

export async function deleteAttemptRow({ client, name }: AttemptsTable, id: string): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: name, Key: primaryKey(id) }));
}

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
