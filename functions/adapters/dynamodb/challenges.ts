import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import {
  areEmptyLimits,
  type ChallengeLimits,
  expiryOfLimits,
} from '../../core/challenges/challenge-limits.ts';
import type { ChallengeSnapshot, ChallengeStore } from '../../core/challenges/challenge-store.ts';
import {
  type AttemptsRow,
  type AttemptsTable,
  deleteAttemptRow,
  orAttemptError,
  primaryKey,
  readRows,
} from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';
import { undefinedIfConditionFails } from './errors.ts';
import { NAME_FORMAT } from './name-rows.ts';
import { changeVersioned, parseVersioned, type RowFormat } from './versioned-rows.ts';

const LIMITS_FORMAT: RowFormat<ChallengeLimits> = {
  label: 'the row of the limits of challenges',
  schema: z.object({
    recent: z.array(z.object({ id: z.string(), at: z.int() })),
    total: z.int().check(z.gte(0)),
  }),
  isEmpty: areEmptyLimits,
  expiryOf: expiryOfLimits,
};

/** Stores challenges in DynamoDB, in the table of attempts. Claiming a challenge deletes it. */
export function dynamoChallenges(client: DynamoDBClient, name: string): ChallengeStore {
  const table = { client, name };
  return {
    read: (ids) => orAttemptError(read(table, ids)),
    put: (id, sealed, expiresAt) => orAttemptError(put(table, id, sealed, expiresAt)),
    claim: (id) => orAttemptError(claim(table, id)),
    changeLimits: (id, seen, change) =>
      orAttemptError(changeVersioned(table, id, { seen, change, format: LIMITS_FORMAT })),
    forgetLimits: (id) => orAttemptError(deleteAttemptRow(table, id)),
  };
}

async function read(
  table: AttemptsTable,
  ids: Parameters<ChallengeStore['read']>[0],
): Promise<ChallengeSnapshot> {
  const find = await readRows(table, [ids.challenge, ids.name, ids.limits]);
  return {
    sealed: parseSealed(find(ids.challenge)),
    name: parseVersioned(find(ids.name), NAME_FORMAT),
    limits: parseVersioned(find(ids.limits), LIMITS_FORMAT),
  };
}

/** @throws {TypeError} if the row is not that of a challenge. */
function parseSealed(row: AttemptsRow | undefined): string | undefined {
  if (row !== undefined && row.sealed?.S === undefined) {
    throw new TypeError('the row of a challenge is malformed');
  }
  return row?.sealed?.S;
}

async function put(
  { client, name }: AttemptsTable,
  id: string,
  sealed: string,
  expiresAt: number,
): Promise<void> {
  // Unconditional: the id contains 256 random bits, and the SDK repeats a write whose response was
  // lost.
  const Item = {
    ...primaryKey(id),
    sealed: { S: sealed },
    [TABLES.attempts.ttl]: numberValue(expiresAt + ATTEMPTS.keepAfterWindow),
  };
  await client.send(new PutItemCommand({ TableName: name, Item }));
}

/**
 * If the response is lost, the SDK repeats the call and finds nothing. The challenge is then over,
 * which is the safe side.
 */
async function claim({ client, name }: AttemptsTable, id: string): Promise<boolean> {
  const command = new DeleteItemCommand({
    TableName: name,
    Key: primaryKey(id),
    ConditionExpression: `attribute_exists(${TABLES.attempts.partitionKey})`,
  });
  return (await undefinedIfConditionFails(client.send(command))) !== undefined;
}
