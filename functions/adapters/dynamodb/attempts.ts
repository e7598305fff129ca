import {
  type AttributeValue,
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
  Counter,
  CountRequest,
  Counts,
  Failures,
} from '../../core/login/attempt-store.ts';
import { numberValue } from './attribute-value.ts';
import { orInternalError, undefinedIfConditionFails } from './errors.ts';

interface Table {
  client: DynamoDBClient;
  name: string;
}

interface Condition {
  expression: string;
  values: Record<string, AttributeValue>;
}

/**
 * Stores attempts in DynamoDB. Counters are incremented with an atomic ADD, so that parallel
 * guesses each receive a different number.
 */
export function dynamoAttempts(client: DynamoDBClient, name: string): AttemptStore {
  const table = { client, name };
  return {
    count: (request) => orInternalError(count(table, request)),
    giveBack: (counters, captcha) =>
      orInternalError(
        inParallel([
          ...counters.map((counter) => decrement(table, counter)),
          captcha && deleteRow(table, captcha.id),
        ]),
      ),
    succeed: ({ accountAndIp, account, ip, failuresId }) =>
      orInternalError(
        inParallel([
          deleteRow(table, accountAndIp.id),
          decrement(table, account),
          decrement(table, ip),
          deleteRow(table, failuresId),
        ]),
      ),
    fail: (request, seen, now) =>
      orInternalError(
        inParallel([
          storeWrongPassword(table, request, now),
          addFailure(table, request.failuresId, seen, now),
        ]),
      ),
  };
}

async function count(table: Table, request: CountRequest): Promise<Counts> {
  const { accountAndIp, account, ip, password, failuresId, captcha } = request;
  const calls = [
    increment(table, accountAndIp, {
      expression: 'NOT (wrong = :password AND wrong_at >= :since)',
      values: {
        ':password': { S: password.fingerprint },
        ':since': numberValue(password.repeatSince),
      },
    }),
    increment(table, account),
    increment(table, ip),
    captcha ? useCaptcha(table, captcha) : false,
    readFailures(table, failuresId),
  ] as const;
  try {
    const [byAccountAndIp, byAccount, byIp, captchaUsed, failures] = await Promise.all(calls);
    return { accountAndIp: byAccountAndIp, account: byAccount, ip: byIp, failures, captchaUsed };
  } catch (error) {
    // An attempt that cannot begin must not count.
    const isDone = (await Promise.allSettled(calls)).map(
      (result) => result.status === 'fulfilled' && Boolean(result.value),
    );
    const incremented = [accountAndIp, account, ip].filter((_, index) => isDone[index]);
    await Promise.allSettled([
      ...incremented.map((counter) => decrement(table, counter)),
      captcha && isDone[3] && deleteRow(table, captcha.id),
    ]);
    throw error;
  }
}

/** Increments a counter. Returns its new value, or undefined if the condition is not met. */
function increment(table: Table, counter: Counter): Promise<number>;
function increment(
  table: Table,
  counter: Counter,
  condition: Condition,
): Promise<number | undefined>;
function increment(
  table: Table,
  counter: Counter,
  condition?: Condition,
): Promise<number | undefined> {
  return add(table, counter, 1, condition);
}

/**
 * Decrements a counter, unless it is 0 or gone: a successful sign-in may have deleted it in the
 * meantime.
 */
const decrement = (table: Table, counter: Counter): Promise<number | undefined> =>
  add(table, counter, -1, { expression: '#count > :none', values: { ':none': numberValue(0) } });

/**
 * Adds to a counter. Returns its new value, or undefined if the condition is not met.
 * @throws {TypeError} if the response contains no count. Comparing a limit with undefined would let
 * every attempt pass.
 */
async function add(
  { client, name }: Table,
  counter: Counter,
  by: 1 | -1,
  condition?: Condition,
): Promise<number | undefined> {
  const command = new UpdateItemCommand({
    TableName: name,
    Key: primaryKey(counter.id),
    UpdateExpression: `SET ${TABLES.attempts.ttl} = :ends ADD #count :by`,
    ExpressionAttributeNames: { '#count': 'count' },
    ReturnValues: 'UPDATED_NEW',
    ...(condition && { ConditionExpression: condition.expression }),
    ExpressionAttributeValues: {
      ':by': numberValue(by),
      ':ends': numberValue(counter.windowEnds + ATTEMPTS.keepAfterWindow),
      ...condition?.values,
    },
  });
  const output = await undefinedIfConditionFails(client.send(command));
  if (!output) return undefined;
  const newValue = Number(output.Attributes?.count?.N);
  if (!Number.isInteger(newValue)) throw new TypeError('the store did not say what it counted');
  return newValue;
}

const deleteRow = async ({ client, name }: Table, id: string) =>
  client.send(new DeleteItemCommand({ TableName: name, Key: primaryKey(id) }));

async function readFailures({ client, name }: Table, id: string): Promise<Failures | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: primaryKey(id), ConsistentRead: true }),
  );
  return Item && { count: Number(Item.count?.N), lastAt: Number(Item.last_at?.N) };
}

/** Marks a CAPTCHA solution as used. Returns false if it was used before. */
async function useCaptcha(
  { client, name }: Table,
  { id, expiresAt }: { id: string; expiresAt: number },
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

/** Stores the fingerprint of a wrong password, so that a repetition is recognised. */
const storeWrongPassword = async (
  { client, name }: Table,
  { accountAndIp, password }: CountRequest,
  now: number,
) =>
  client.send(
    new UpdateItemCommand({
      TableName: name,
      Key: primaryKey(accountAndIp.id),
      UpdateExpression: `SET wrong = :password, wrong_at = :now, ${TABLES.attempts.ttl} = :ends`,
      ExpressionAttributeValues: {
        ':password': { S: password.fingerprint },
        ':now': numberValue(now),
        ':ends': numberValue(accountAndIp.windowEnds + ATTEMPTS.keepAfterWindow),
      },
    }),
  );

/**
 * Adds a failure. Whether the count continues or restarts at 1 depends on the failures that were
 * seen. If another failure was added since, the count continues.
 */
async function addFailure(
  { client, name }: Table,
  id: string,
  seen: Failures | undefined,
  now: number,
): Promise<void> {
  const values = {
    ':one': numberValue(1),
    ':now': numberValue(now),
    ':ends': numberValue(now + ATTEMPTS.lockout.longest + ATTEMPTS.keepAfterWindow),
  };
  const update = {
    TableName: name,
    Key: primaryKey(id),
    ExpressionAttributeNames: { '#count': 'count' },
  };
  const continueCount = new UpdateItemCommand({
    ...update,
    UpdateExpression: `SET last_at = :now, ${TABLES.attempts.ttl} = :ends ADD #count :one`,
    ExpressionAttributeValues: values,
  });
  const restartCount = new UpdateItemCommand({
    ...update,
    UpdateExpression: `SET last_at = :now, ${TABLES.attempts.ttl} = :ends, #count = :one`,
    ConditionExpression: 'attribute_not_exists(last_at) OR last_at = :seen',
    ExpressionAttributeValues: { ...values, ':seen': numberValue(seen?.lastAt ?? 0) },
  });
  const isRestart = seen === undefined || now - seen.lastAt >= ATTEMPTS.lockout.longest;
  if (isRestart && (await undefinedIfConditionFails(client.send(restartCount)))) return;
  await client.send(continueCount);
}

const primaryKey = (id: string): Record<string, AttributeValue> => ({
  [TABLES.attempts.partitionKey]: { S: id },
});

async function inParallel(calls: readonly unknown[]): Promise<void> {
  await Promise.all(calls);
}
