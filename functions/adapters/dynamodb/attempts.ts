import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { TABLES } from '../../../contract/tables.ts';
import { AuthError } from '../../core/error.ts';
import type { AttemptStore, Counter, Failures } from '../../core/login/attempts.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * Attempts in DynamoDB. A counter is one atomic ADD, so that parallel guesses each get a number of
 * their own.
 */
export function dynamoAttempts(client: DynamoDBClient, table: string): AttemptStore {
  const keyed = (id: string) => ({
    TableName: table,
    Key: { [TABLES.attempts.partitionKey]: { S: id } },
  });

  /**
   * Adds to a counter; its value after that, or undefined when `condition` did not hold.
   * @throws {TypeError} when the store does not say: a limit compared with no number would let
   * everything pass.
   */
  async function add(counter: Counter, by: 1): Promise<number>;
  async function add(
    counter: Counter,
    by: 1 | -1,
    condition: Condition,
  ): Promise<number | undefined>;
  async function add(
    counter: Counter,
    by: 1 | -1,
    condition?: Condition,
  ): Promise<number | undefined> {
    const command = new UpdateItemCommand({
      ...keyed(counter.id),
      UpdateExpression: `SET ${TABLES.attempts.ttl} = :ends ADD #count :by`,
      ExpressionAttributeNames: { '#count': 'count' },
      ReturnValues: 'UPDATED_NEW',
      ...(condition && { ConditionExpression: condition.expression }),
      ExpressionAttributeValues: {
        ':by': number(by),
        ':ends': number(counter.windowEnds + ATTEMPTS.keepAfterWindow),
        ...condition?.values,
      },
    });
    const output = await unlessRefused(client.send(command));
    if (!output) return undefined;
    const count = Number(output.Attributes?.count?.N);
    if (!Number.isInteger(count)) throw new TypeError('the store did not say what it counted');
    return count;
  }

  /**
   * Takes 1 back from a counter that still holds it: an owner's success may have deleted it
   * meanwhile.
   */
  const takeBack = (counter: Counter) =>
    add(counter, -1, { expression: '#count > :none', values: { ':none': number(0) } });

  const remove = (id: string) => client.send(new DeleteItemCommand(keyed(id)));

  async function failuresOf(id: string): Promise<Failures | undefined> {
    const { Item } = await client.send(new GetItemCommand({ ...keyed(id), ConsistentRead: true }));
    return Item && { count: Number(Item.count?.N), lastAt: Number(Item.last_at?.N) };
  }

  /** Whether this solution is used up now and by nobody before. */
  async function use({ id, expiresAt }: { id: string; expiresAt: number }): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: table,
      Item: {
        [TABLES.attempts.partitionKey]: { S: id },
        [TABLES.attempts.ttl]: number(expiresAt + ATTEMPTS.keepAfterWindow),
      },
      ConditionExpression: `attribute_not_exists(${TABLES.attempts.partitionKey})`,
    });
    return (await unlessRefused(client.send(command))) !== undefined;
  }

  /**
   * One failure more. What was seen decides whether a row of failures goes on; a race with another
   * failure only adds.
   */
  async function addFailure(id: string, seen: Failures | undefined, now: number): Promise<void> {
    const goesOn = seen !== undefined && now - seen.lastAt < ATTEMPTS.lockout.longest;
    const values = {
      ':one': number(1),
      ':now': number(now),
      ':ends': number(now + ATTEMPTS.lockout.longest + ATTEMPTS.keepAfterWindow),
    };
    const common = { ...keyed(id), ExpressionAttributeNames: { '#count': 'count' } };
    const oneMore = () =>
      client.send(
        new UpdateItemCommand({
          ...common,
          UpdateExpression: `SET last_at = :now, ${TABLES.attempts.ttl} = :ends ADD #count :one`,
          ExpressionAttributeValues: values,
        }),
      );
    if (goesOn) {
      await oneMore();
      return;
    }
    const first = new UpdateItemCommand({
      ...common,
      UpdateExpression: `SET last_at = :now, ${TABLES.attempts.ttl} = :ends, #count = :one`,
      ConditionExpression: 'attribute_not_exists(last_at) OR last_at = :seen',
      ExpressionAttributeValues: { ...values, ':seen': number(seen?.lastAt ?? 0) },
    });
    if (!(await unlessRefused(client.send(first)))) await oneMore();
  }

  return {
    count: ({ accountAndIp, account, ip, password, failuresId, captcha }) =>
      step(async () => {
        const repeat: Condition = {
          expression: 'NOT (wrong = :password AND wrong_at >= :since)',
          values: {
            ':password': { S: password.fingerprint },
            ':since': number(password.repeatSince),
          },
        };
        const steps = [
          add(accountAndIp, 1, repeat),
          add(account, 1),
          add(ip, 1),
          captcha ? use(captcha) : false,
          failuresOf(failuresId),
        ] as const;
        try {
          const [own, ofAccount, ofIp, captchaUsed, failures] = await Promise.all(steps);
          return { accountAndIp: own, account: ofAccount, ip: ofIp, failures, captchaUsed };
        } catch (error) {
          // An attempt that could not begin counts against nobody.
          const done = (await Promise.allSettled(steps)).map(
            (result) => result.status === 'fulfilled' && Boolean(result.value),
          );
          const raised = [accountAndIp, account, ip].filter((_, index) => done[index]);
          await Promise.allSettled([
            ...raised.map(takeBack),
            captcha && done[3] && remove(captcha.id),
          ]);
          throw error;
        }
      }),

    giveBack: (counters, captcha) =>
      step(async () => {
        await Promise.all([...counters.map(takeBack), captcha && remove(captcha.id)]);
      }),

    succeed: ({ accountAndIp, account, ip, failuresId }) =>
      step(async () => {
        await Promise.all([
          remove(accountAndIp.id),
          takeBack(account),
          takeBack(ip),
          remove(failuresId),
        ]);
      }),

    fail: ({ accountAndIp, password, failuresId }, seen, now) =>
      step(async () => {
        const note = new UpdateItemCommand({
          ...keyed(accountAndIp.id),
          UpdateExpression: `SET wrong = :password, wrong_at = :now, ${TABLES.attempts.ttl} = :ends`,
          ExpressionAttributeValues: {
            ':password': { S: password.fingerprint },
            ':now': number(now),
            ':ends': number(accountAndIp.windowEnds + ATTEMPTS.keepAfterWindow),
          },
        });
        await Promise.all([client.send(note), addFailure(failuresId, seen, now)]);
      }),
  };
}

interface Condition {
  expression: string;
  values: Record<string, AttributeValue>;
}

const number = (value: number): AttributeValue => ({ N: String(value) });

const unlessRefused = <T>(sending: Promise<T>): Promise<T | undefined> =>
  sending.catch((error: unknown) => {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  });

/** @throws INTERNAL_ERROR: no attempt goes on uncounted. */
async function step<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(cause) });
  }
}
