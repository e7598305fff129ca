import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import type {
  AttemptStore,
  CaptchaUse,
  Counter,
  NetworkCounters,
  Place,
  Snapshot,
  StoredName,
} from '../../core/login/attempt-store.ts';
import { isEmpty, type NameRow, type WrongPassword } from '../../core/login/name-row.ts';
import { orAttemptError, primaryKey, throttled } from './attempts-table.ts';
import { numberValue } from './attribute-value.ts';
import { undefinedIfConditionFails } from './errors.ts';
import { parseName, serialiseName } from './name-rows.ts';

interface Table {
  client: DynamoDBClient;
  name: string;
}

type Row = Record<string, AttributeValue>;
type Change = Parameters<AttemptStore['changeName']>[2];

/** How often a change of a name starts again because another request has changed the row. */
const CHANGE_TRIES = 25;

/**
 * Stores attempts in DynamoDB. Counters are incremented by conditional writes, and the row of a name
 * is replaced only in the version that was read. Parallel guesses therefore each count.
 */
export function dynamoAttempts(client: DynamoDBClient, name: string): AttemptStore {
  const table = { client, name };
  return {
    read: (nameId, counters) => orAttemptError(read(table, nameId, counters)),
    changeName: (nameId, seen, change) => orAttemptError(changeName(table, nameId, seen, change)),
    take: (places, captcha) => orAttemptError(take(table, places, captcha)),
    giveBack: (counters, captcha) => orAttemptError(giveBack(table, counters, captcha)),
    reset: (counter) => orAttemptError(deleteRow(table, counter.id)),
    noteWrong: (counter, wrong) => orAttemptError(noteWrong(table, counter, wrong)),
  };
}

async function read(
  { client, name }: Table,
  nameId: string,
  counters: NetworkCounters,
): Promise<Snapshot> {
  const { accountAndNetwork, network, wideNetwork } = counters;
  const counted = [accountAndNetwork, network, wideNetwork].filter((each) => each !== undefined);
  const ids = [nameId, ...counted.map(({ id }) => id)];
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({
      RequestItems: { [name]: { Keys: ids.map(primaryKey), ConsistentRead: true } },
    }),
  );
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw throttled();
  const rows = Responses?.[name];
  if (!Array.isArray(rows)) throw new TypeError('the store did not say what it has read');
  const find = (id: string) => rows.find((row) => row[TABLES.attempts.partitionKey]?.S === id);
  const byAccountAndNetwork = accountAndNetwork && find(accountAndNetwork.id);
  return {
    name: parseName(find(nameId)),
    counts: {
      accountAndNetwork: accountAndNetwork && parseCount(byAccountAndNetwork),
      network: parseCount(find(network.id)),
      wideNetwork: wideNetwork && parseCount(find(wideNetwork.id)),
    },
    wrong: parseWrong(byAccountAndNetwork),
  };
}

/** @throws {TypeError} if the row has no count. Comparing a limit with NaN would let all pass. */
function parseCount(row: Row | undefined): number {
  // A wrong password may be noted after its counter was deleted.
  if (row === undefined || (row.count === undefined && row.wrong !== undefined)) return 0;
  const count = Number(row.count?.N);
  if (!Number.isInteger(count)) throw new TypeError('a counter is malformed');
  return count;
}

const parseWrong = (row: Row | undefined): WrongPassword | undefined =>
  row?.wrong?.S === undefined
    ? undefined
    : { fingerprint: row.wrong.S, at: Number(row.wrong_at?.N) };

async function changeName(
  table: Table,
  id: string,
  seen: StoredName,
  change: Change,
): Promise<StoredName> {
  let current = seen;
  for (let round = 0; round < CHANGE_TRIES; round += 1) {
    const row = change(current.row);
    if (row === current.row) return current;
    const version = randomUUID();
    const write = createWrite(table.name, id, current.version, row && { row, version });
    const conflict = await findConflict(table, id, write);
    if (!conflict) return row && !isEmpty(row) ? { row, version } : NOTHING;
    // The SDK repeats a write whose response was lost. The first one may have been applied.
    if (conflict.version === version) return conflict;
    current = conflict;
  }
  throw throttled();
}

const NOTHING: StoredName = { row: undefined, version: undefined };

/** Creates the write that replaces one version of a row. An empty row is deleted. */
function createWrite(
  table: string,
  id: string,
  expected: string | undefined,
  next: { row: NameRow; version: string } | undefined,
): PutItemCommand | DeleteItemCommand {
  const condition = {
    ...(expected === undefined
      ? { ConditionExpression: `attribute_not_exists(${TABLES.attempts.partitionKey})` }
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { S: expected } },
        }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  return next === undefined || isEmpty(next.row)
    ? new DeleteItemCommand({ TableName: table, Key: primaryKey(id), ...condition })
    : new PutItemCommand({
        TableName: table,
        Item: serialiseName(id, next.row, next.version),
        ...condition,
      });
}

/** Sends a write. Returns the row that is stored instead if the row has another version. */
async function findConflict(
  table: Table,
  id: string,
  write: PutItemCommand | DeleteItemCommand,
): Promise<StoredName | undefined> {
  try {
    await (write instanceof PutItemCommand ? table.client.send(write) : table.client.send(write));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Some implementations omit the row from the error.
    return error.Item ? parseName(error.Item) : readName(table, id);
  }
}

async function readName({ client, name }: Table, id: string): Promise<StoredName> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: primaryKey(id), ConsistentRead: true }),
  );
  return parseName(Item);
}

async function take(
  table: Table,
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
const increment = (table: Table, { below, ...counter }: Place): Promise<boolean> =>
  add(table, counter, 1, below === undefined ? undefined : { below });

/** Decrements a counter, unless it is 0 or gone: a successful sign-in may have deleted it. */
const decrement = (table: Table, counter: Counter): Promise<boolean> =>
  add(table, counter, -1, { above: 0 });

/** Adds to a counter. Returns false if the condition is not met. */
async function add(
  { client, name }: Table,
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
  table: Table,
  counters: readonly Counter[],
  captcha: CaptchaUse | undefined,
): Promise<void> {
  await Promise.all([
    ...counters.map((counter) => decrement(table, counter)),
    captcha && deleteRow(table, captcha.id),
  ]);
}

async function deleteRow({ client, name }: Table, id: string): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: name, Key: primaryKey(id) }));
}

/** Marks a CAPTCHA solution as used. Returns false if it was used before. */
async function useCaptcha(
  { client, name }: Table,
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
  { client, name }: Table,
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
