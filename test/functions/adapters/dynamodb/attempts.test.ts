import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoAttempts } from '../../../../functions/adapters/dynamodb/attempts.ts';
import { attemptsContract } from '../../../ports/attempts.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../../../support/dynamodb.ts';
import { catchCode } from '../../../support/failure.ts';
import { canRunJava } from '../../../support/java.ts';

const engines = [
  { engine: 'dynalite', start: startDynalite, here: true },
  { engine: 'DynamoDB Local', start: startDynamoDbLocal, here: canRunJava() },
];

for (const { engine, start, here } of engines) {
  (here ? describe : describe.skip)(`attempts in ${engine}`, () => {
    let database: TestDatabase;
    let tables = 0;
    beforeAll(async () => {
      database = await start();
    }, 90_000);
    afterAll(() => database?.stop());

    attemptsContract(async () => {
      tables += 1;
      const table = `attempts-${tables}`;
      await createTable(database.client, 'attempts', table);
      return dynamoAttempts(database.client, table);
    });
  });
}

const request = {
  accountAndIp: { id: 'a', windowEnds: 900 },
  account: { id: 'b', windowEnds: 900 },
  ip: { id: 'c', windowEnds: 900 },
  password: { fingerprint: 'f', repeatSince: 0 },
  failuresId: 'd',
  captcha: undefined,
};

test.each([
  ['no attributes', {}],
  ['a count that is not a number', { Attributes: { count: { S: 'many' } } }],
])(
  'a response with %s is INTERNAL_ERROR: no attempt may proceed uncounted',
  async (_, response) => {
    const client = new DynamoDBClient({});
    mockClient(client).on(GetItemCommand).resolves({}).on(UpdateItemCommand).resolves(response);
    await expect(catchCode(dynamoAttempts(client, 'attempts').count(request))).resolves.toBe(
      'INTERNAL_ERROR',
    );
  },
);

test('an attempt that cannot begin does not count and uses no CAPTCHA solution', async () => {
  const client = new DynamoDBClient({});
  const mock = mockClient(client)
    .on(GetItemCommand)
    .rejects(new Error('failed'))
    .on(PutItemCommand)
    .resolves({})
    .on(DeleteItemCommand)
    .resolves({});
  mock.on(UpdateItemCommand).resolves({ Attributes: { count: { N: '1' } } });
  const captcha = { id: 'captcha', expiresAt: 900 };
  await expect(
    catchCode(dynamoAttempts(client, 'attempts').count({ ...request, captcha })),
  ).resolves.toBe('INTERNAL_ERROR');
  const added = mock
    .commandCalls(UpdateItemCommand)
    .map(({ args: [{ input }] }) => input.ExpressionAttributeValues?.[':by']?.N);
  expect(added).toEqual(['1', '1', '1', '-1', '-1', '-1']);
  expect(
    mock.commandCalls(DeleteItemCommand).map(({ args: [{ input }] }) => input.Key?.id?.S),
  ).toEqual(['captcha']);
});
