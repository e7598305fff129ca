import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type {
  AttemptStore,
  CaptchaUse,
  Counter,
  NetworkCounters,
  Place,
  Snapshot,
} from '../../core/login/attempt-store.ts';
import type { WrongPassword } from '../../core/login/name-row.ts';
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
import { changeVersioned, parseVersioned } from './versioned-rows.ts';

/**
 * Stores attempts in DynamoDB. Counters are incremented by conditional writes, and the row of a name
 * is replaced only in the version that was read. Parallel guesses therefore each count.
 */
export function dynamoAttempts(client: DynamoDBClient, name: string): AttemptStore {
  const table = { client, name };
  return {
    read: (nameId, counters) => orAttemptError(read(table, nameId, counters)),
    changeName: (nameId, seen, change) =>
      orAttemptError(changeVersioned(table, nameId, { seen, change, format: NAME_FORMAT })),
    take: (places, captcha) => orAttemptError(take(table, places, captcha)),
    giveBack: (counters, captcha) => orAttemptError(giveBack(table, counters, captcha)),
    reset: (counter) => orAttemptError(deleteAttemptRow(table, counter.id)),
    noteWrong: (counter, wrong) => orAttemptError(noteWrong(table, counter, wrong)),
  };
}

async function read(
  table: AttemptsTable,
  nameId: string,
  counters: NetworkCounters,
): Promise<Snapshot> {
  const { accountAndNetwork, network, wideNetwork } = counters;
  const counted = [accountAndNetwork, network, wideNetwork].filter((each) => each !== undefined);
  const find = await readRows(table, [nameId, ...counted.map(({ id }) => id)]);
  const byAccountAndNetwork = accountAndNetwork && find(accountAndNetwork.id);
  return {
    name: parseVersioned(find(nameId), NAME_FORMAT),
    counts: {
      accountAndNetwork: accountAndNetwork && parseCount(byAccountAndNetwork),
      network: parseCount(find(network.id)),
      wideNetwork: wideNetwork && parseCount(find(wideNetwork.id)),
    },
    wrong: parseWrong(byAccountAndNetwork),
  };
}

/** @throws {TypeError} if the row has no count. Comparing a limit with NaN would let all pass. */
function parseCount(row: AttemptsRow | undefined): number {
  // A wrong password may be noted after its counter was deleted.
  if (row === undefined || (row.count === undefined && row.wrong !== undefined)) return 0;
  const count = Number(row.count?.N);
  if (!Number.isInteger(count)) throw new TypeError('a counter is malformed');
  return count;
}

const parseWrong = (row: AttemptsRow | undefined): WrongPassword | undefined =>
  row?.wrong?.S === undefined
    ? undefined
    : { fingerprint: row.wrong.S, at: Number(row.wrong_at?.N) };

async function take(
  table: AttemptsTable,
  places: readonly Place[],
  captcha: CaptchaUse | undefined,
): Promise<'taken' | 'limit' | 'captcha'> {
  const [used, ...counted] = await Promise.allSettled([
    captcha ? useCaptcha(table, captcha) : true,
    ...places.map((place) => increment(table, place)),
  ]);
  const isUsed = used?.status === 'fulfilled' && used.value === true;
  const isDone = counted.map((result) => result.status === 'fulfilled' && result.value);
  if (isUsed && isDone.every(Boolean)) return 'taken';
  await giveBack(
    table,
    places.filter((_, index) => isDone[index]),
    isUsed ? captcha : undefined,
  );
  const failed = [used, ...counted].find((result) => result?.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return isUsed ? 'limit' : 'captcha';
}

/** Increments a counter. Returns false if it is not below its limit. */
const increment = (table: AttemptsTable, { below, ...counter }: Place): Promise<boolean> =>
  add(table, counter, 1, below === undefined ? undefined : { below });

/** Decrements a counter, unless it is 0 or gone: a successful sign-in may have deleted it. */
const decrement = (table: AttemptsTable, counter: Counter): Promise<boolean> =>
  add(table, counter, -1, { above: 0 });

/** Adds to a counter. Returns false if the condition is not met. */
async function add(
  { client, name }: AttemptsTable,
  counter: Counter,
  by: 1 | -1,
  condition: { below: number } | { above: number } | undefined,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: primaryKey(counter.id),
    UpdateExpression: `SET ${TABLES.attempts.ttl} = :ends ADD #count :by`,
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: {
      ':by': numberValue(by),
      ':ends': numberValue(counter.windowEnds + ATTEMPTS.keepAfterWindow),
      ...(condition && {
        ':limit': numberValue('below' in condition ? condition.below : condition.above),
      }),
    },
    ...(condition && {
      ConditionExpression:
        'below' in condition
          ? 'attribute_not_exists(#count) OR #count < :limit'
          : '#count > :limit',
    }),
  });
  return (await undefinedIfConditionFails(client.send(command))) !== undefined;
}

async function giveBack(
  table: AttemptsTable,
  counters: readonly Counter[],
  captcha: CaptchaUse | undefined,
): Promise<void> {
  await Promise.all([
    ...counters.map((counter) => decrement(table, counter)),
    captcha && deleteAttemptRow(table, captcha.id),
  ]);
}

/** Marks a CAPTCHA solution as used. Returns false if it was used before. */
async function useCaptcha(
  { client, name }: AttemptsTable,
  { id, expiresAt }: CaptchaUse,
): Promise<boolean> {
  const command = new PutItemCommand({
    TableName: name,
    Item: {
      ...primaryKey(id),
      [TABLES.attempts.ttl]: numberValue(expiresAt + ATTEMPTS.keepAfterWindow),
    },
    ConditionExpression: `attribute_not_exists(${TABLES.attempts.partitionKey})`,
  });
  return (await undefinedIfConditionFails(client.send(command))) !== undefined;
}

async function noteWrong(
  { client, name }: AttemptsTable,
  { id, windowEnds }: Counter,
  { fingerprint, at }: WrongPassword,
): Promise<void> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: primaryKey(id),
    UpdateExpression: `SET wrong = :password, wrong_at = :at, ${TABLES.attempts.ttl} = :ends`,
    ExpressionAttributeValues: {
      ':password': { S: fingerprint },
      ':at': numberValue(at),
      ':ends': numberValue(windowEnds + ATTEMPTS.keepAfterWindow),
    },
  });
  await client.send(command);
}
