/** A sandbox with another DynamoDB, for example DynamoDB Local, instead of its own. */

import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { openDynamo } from '../../sandbox/aws/dynamo.ts';
import { type Endpoint, listenAws } from '../../sandbox/aws/endpoint.ts';
import { TABLE_NAMES } from '../../sandbox/aws/tables.ts';
import { deleteExpired } from '../../sandbox/aws/ttl.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
let other: Endpoint;
let database: DynamoDBClient;
let sandbox: Sandbox;

beforeAll(async () => {
  const dynamo = await openDynamo();
  const endpoint = await listenAws({
    DynamoDB_20120810: (_operation, _input, { request, body, response }) => {
      dynamo.handle(request, body, response);
      return undefined;
    },
  });
  other = { url: endpoint.url, close: () => endpoint.close().then(() => dynamo.close()) };
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, dynamo: other.url });
  database = new DynamoDBClient({
    endpoint: other.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
afterAll(async () => {
  database.destroy();
  await sandbox.close();
  await other.close();
});

const signIn = (username: string) =>
  fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify({ ...sandbox.user, username }),
  });
/** The rows of sessions. A Cognito token has a row of its own. */
const sessions = async () => {
  const { Items = [] } = await database.send(new ScanCommand({ TableName: TABLE_NAMES.sessions }));
  return Items.filter(({ counter }) => counter !== undefined);
};

test('stores sessions in the other DynamoDB, and applies the faults of session rows', async () => {
  expect((await signIn(sandbox.user.username)).status).toBe(200);
  expect((await signIn('database@example.com')).status).toBe(500);
  expect(await sessions()).toHaveLength(1);
});

test('deleteExpired deletes expired rows only', async () => {
  expect((await signIn(sandbox.user.username)).status).toBe(200);
  const [row] = await sessions();
  await database.send(
    new UpdateItemCommand({
      TableName: TABLE_NAMES.sessions,
      Key: { sub: row?.sub ?? { S: '' }, sid: row?.sid ?? { S: '' } },
      UpdateExpression: 'SET expires_at = :past',
      ExpressionAttributeValues: { ':past': { N: '0' } },
    }),
  );
  await deleteExpired(database, Date.now());
  expect(await sessions()).toHaveLength(1);
  expect((await sessions())[0]?.sid).not.toEqual(row?.sid);
});
