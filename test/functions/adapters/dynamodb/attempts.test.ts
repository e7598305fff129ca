import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ATTEMPTS, DEVICE } from '../../../../contract/limits.ts';
import { dynamoAttempts } from '../../../../functions/adapters/dynamodb/attempts.ts';
import { type NameRow, toCurrentRow } from '../../../../functions/core/login/name-row.ts';
import { attemptsContract } from '../../../ports/attempts.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';
import { catchCode } from '../../../support/failure.ts';

describeInEachEngine('attempts', ({ createFreshTable, database }) => {
  attemptsContract(async () => {
    const table = await createFreshTable('attempts');
    return dynamoAttempts(database.client, table);
  });
});

const counters = {
  accountAndNetwork: { id: 'a', windowEnds: 900 },
  network: { id: 'b', windowEnds: 900 },
  wideNetwork: { id: 'c', windowEnds: 900 },
};
const places = Object.values(counters).map((counter) => ({ ...counter, below: 3 }));
const captcha = { id: 'captcha', expiresAt: 900 };

test.each<[string, object]>([
  ['no rows', {}],
  ['rows that are not a list', { Responses: { attempts: null } }],
  ['a counter without a count', { Responses: { attempts: [{ id: { S: 'a' } }] } }],
  [
    'a count that is not a number',
    { Responses: { attempts: [{ id: { S: 'b' }, count: { S: 'many' } }] } },
  ],
  [
    'a row of a name without a state',
    { Responses: { attempts: [{ id: { S: 'name' }, version: { S: '1' } }] } },
  ],
  [
    'a row of a name with a negative count',
    {
      Responses: {
        attempts: [
          {
            id: { S: 'name' },
            version: { S: '1' },
            state: {
              S: JSON.stringify({
                failures: -1,
                total: 0,
                lastAt: 0,
                lockedAt: 0,
                pending: [],
                devices: {},
                devicesSince: 0,
              }),
            },
          },
        ],
      },
    },
  ],
])(
  'a response with %s is INTERNAL_ERROR: no attempt may proceed uncounted',
  async (_, response) => {
    const client = new DynamoDBClient({});
    mockClient(client).on(BatchGetItemCommand).resolves(response);
    await expect(
      catchCode(dynamoAttempts(client, 'attempts').read('name', counters)),
    ).resolves.toBe('INTERNAL_ERROR');
  },
);

describe('a throttled row is TOO_MANY_REQUESTS:', () => {
  test.each(['ProvisionedThroughputExceededException', 'ThrottlingException'])(
    'the database throws %s',
    async (name) => {
      const client = new DynamoDBClient({});
      mockClient(client)
        .on(BatchGetItemCommand)
        .rejects(Object.assign(new Error('slow down'), { name }));
      await expect(
        catchCode(dynamoAttempts(client, 'attempts').read('name', counters)),
      ).resolves.toBe('TOO_MANY_REQUESTS');
    },
  );

  test('the database reads only some of the rows', async () => {
    const client = new DynamoDBClient({});
    mockClient(client)
      .on(BatchGetItemCommand)
      .resolves({
        Responses: { attempts: [] },
        UnprocessedKeys: { attempts: { Keys: [{ id: { S: 'name' } }] } },
      });
    await expect(
      catchCode(dynamoAttempts(client, 'attempts').read('name', counters)),
    ).resolves.toBe('TOO_MANY_REQUESTS');
  });

  test('others change the row again and again', async () => {
    const client = new DynamoDBClient({});
    mockClient(client)
      .on(PutItemCommand)
      .rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }))
      .on(GetItemCommand)
      .resolves({});
    const nothing = { row: undefined, version: undefined };
    await expect(
      catchCode(
        dynamoAttempts(client, 'attempts').changeName('name', nothing, (row) => ({
          ...toCurrentRow(row, 900),
          failures: 1,
        })),
      ),
    ).resolves.toBe('TOO_MANY_REQUESTS');
  });
});

test('a repeated write whose first response was lost is applied once', async () => {
  const client = new DynamoDBClient({});
  let written: Record<string, AttributeValue> | undefined;
  mockClient(client)
    .on(PutItemCommand)
    .callsFake(({ Item }) => {
      written = Item;
      throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    })
    .on(GetItemCommand)
    .callsFake(() => ({ Item: written }));
  let changes = 0;
  const { row } = await dynamoAttempts(client, 'attempts').changeName(
    'name',
    { row: undefined, version: undefined },
    (current) => {
      changes += 1;
      return { ...toCurrentRow(current, 900), failures: 1 };
    },
  );
  expect(row?.failures).toBe(1);
  expect(changes).toBe(1);
});

test('an attempt that cannot begin does not count and uses no CAPTCHA solution', async () => {
  const client = new DynamoDBClient({});
  const mock = mockClient(client)
    .on(PutItemCommand)
    .resolves({})
    .on(DeleteItemCommand)
    .resolves({})
    .on(UpdateItemCommand)
    .resolves({})
    .on(UpdateItemCommand, { Key: { id: { S: 'c' } } })
    .rejects(new Error('failed'));
  await expect(catchCode(dynamoAttempts(client, 'attempts').take(places, captcha))).resolves.toBe(
    'INTERNAL_ERROR',
  );
  const added = mock
    .commandCalls(UpdateItemCommand)
    .map(({ args: [{ input }] }) => [
      input.Key?.id?.S,
      input.ExpressionAttributeValues?.[':by']?.N,
    ]);
  expect(added).toEqual([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
    ['a', '-1'],
    ['b', '-1'],
  ]);
  expect(
    mock.commandCalls(DeleteItemCommand).map(({ args: [{ input }] }) => input.Key?.id?.S),
  ).toEqual(['captcha']);
});

describe('the time at which DynamoDB may delete the row of a name', () => {
  const storedTtl = async (change: Partial<NameRow>) => {
    const client = new DynamoDBClient({});
    const mock = mockClient(client).on(PutItemCommand).resolves({});
    await dynamoAttempts(client, 'attempts').changeName(
      'name',
      { row: undefined, version: undefined },
      (row) => ({ ...toCurrentRow(row, 0), ...change }),
    );
    return mock.commandCalls(PutItemCommand)[0]?.args[0].input.Item?.expires_at?.N;
  };
  const KEEP = ATTEMPTS.keepAfterWindow;

  test('is never, if failures are counted that only a success may clear', async () =>
    await expect(storedTtl({ total: 1 })).resolves.toBeUndefined());

  test('is after the attempts in flight', async () =>
    await expect(storedTtl({ pending: [{ id: 'a', at: 1_000, until: 1_060 }] })).resolves.toBe(
      String(1_000 + ATTEMPTS.lockout.longest + KEEP),
    ));

  test('is when the cookies have expired that it voids', async () =>
    await expect(storedTtl({ devicesSince: 1_000 })).resolves.toBe(
      String(1_000 + DEVICE.lifetime + KEEP),
    ));
});
