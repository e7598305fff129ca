/**
 * Rows of the table of attempts that hold a state as JSON. A row is replaced only in the version
 * that was read, so that no change is lost.
 */

import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type { Versioned } from '../../core/versioned.ts';
import {
  type AttemptsRow,
  type AttemptsTable,
  primaryKey,
  readRow,
  throttled,
} from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';

/** How one kind of state is stored. */
export interface RowFormat<State> {
  /** The name of the row in error messages. */
  label: string;
  schema: z.ZodMiniType<State>;
  /** Whether a state means the same as no row, so that it is not stored. */
  isEmpty(state: State): boolean;
  /** When the row may be deleted, in seconds since the epoch, or undefined if it must be kept. */
  expiryOf(state: State): number | undefined;
}

/** How often a change starts again because another request has changed the row. */
const CHANGE_TRIES = 25;

interface Change<State> {
  /** The row that was read last. */
  seen: Versioned<State>;
  /** Returns its argument if nothing must be written. */
  change: (state: State | undefined) => State | undefined;
  format: RowFormat<State>;
}

/** Changes a row, and returns what is stored afterwards. */
export async function changeVersioned<State>(
  table: AttemptsTable,
  id: string,
  { seen, change, format }: Change<State>,
): Promise<Versioned<State>> {
  let current = seen;
  for (let round = 0; round < CHANGE_TRIES; round += 1) {
    const state = change(current.row);
    if (state === current.row) return current;
    const version = randomUUID();
    const kept = state !== undefined && !format.isEmpty(state) ? state : undefined;
    const item = kept && serialise(id, kept, version, format);
    const conflict = await findConflict(table, id, createWrite(table, id, current.version, item));
    if (!conflict) return kept ? { row: kept, version } : { row: undefined, version: undefined };
    const stored = parseVersioned(conflict.row, format);
    // The SDK repeats a write whose response was lost. The first one may have been applied.
    if (stored.version === version) return stored;
    current = stored;
  }
  throw throttled();
}

/** Creates the write that replaces one version of a row, or deletes it. */
function createWrite(
  { name }: AttemptsTable,
  id: string,
  expected: string | undefined,
  item: AttemptsRow | undefined,
): PutItemCommand | DeleteItemCommand {
  const condition = {
    TableName: name,
    ...(expected === undefined
      ? { ConditionExpression: `attribute_not_exists(${TABLES.attempts.partitionKey})` }
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { S: expected } },
        }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  return item === undefined
    ? new DeleteItemCommand({ Key: primaryKey(id), ...condition })
    : new PutItemCommand({ Item: item, ...condition });
}

/** Sends a write. Returns the row that is stored instead if the row has another version. */
async function findConflict(
  table: AttemptsTable,
  id: string,
  write: PutItemCommand | DeleteItemCommand,
): Promise<{ row: AttemptsRow | undefined } | undefined> {
  try {
    await (write instanceof PutItemCommand ? table.client.send(write) : table.client.send(write));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Some implementations omit the row from the error.
    return { row: error.Item ?? (await readRow(table, id)) };
  }
}

function serialise<State>(
  id: string,
  state: State,
  version: string,
  { expiryOf }: RowFormat<State>,
): AttemptsRow {
  const expiry = expiryOf(state);
  return {
    ...primaryKey(id),
    version: { S: version },
    state: { S: JSON.stringify(state) },
    ...(expiry !== undefined && {
      [TABLES.attempts.ttl]: numberValue(expiry + ATTEMPTS.keepAfterWindow),
    }),
  };
}

/** @throws {TypeError} if the row does not have this format. No attempt may proceed uncounted. */
export function parseVersioned<State>(
  row: AttemptsRow | undefined,
  { label, schema }: RowFormat<State>,
): Versioned<State> {
  if (row === undefined) return { row: undefined, version: undefined };
  try {
    const version = z.parse(z.string(), row.version?.S);
    return { row: z.parse(schema, JSON.parse(String(row.state?.S))), version };
  } catch {
    throw new TypeError(`${label} is malformed`);
  }
}
