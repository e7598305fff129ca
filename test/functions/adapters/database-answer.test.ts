import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from '@jest/globals';
import { databaseClient } from '../../../functions/adapters/clients.ts';
import { timeoutsOf } from '../../support/timeouts.ts';
import { respondsWith, startUpstream, type Upstream } from '../../support/upstream.ts';

let database: Upstream | undefined;
afterEach(async () => {
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  await database?.stop();
});

async function clientAt(status: number, body: string) {
  database = await startUpstream(respondsWith(status, body));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = database.url;
  return { database, client: databaseClient(timeoutsOf(60_000)) };
}
const get = new GetItemCommand({ TableName: 'table', Key: { id: { S: 'one' } } });
const query = new QueryCommand({ TableName: 'table', KeyConditionExpression: 'id = :id' });

test('an answer is passed on', async () => {
  const { client } = await clientAt(200, '{"Item":{"id":{"S":"one"},"count":{"N":"1"}}}');
  await expect(client.send(get)).resolves.toMatchObject({
    Item: { id: { S: 'one' }, count: { N: '1' } },
  });
});

test('an answer without a row is passed on', async () => {
  const { client } = await clientAt(200, '{}');
  expect((await client.send(get)).Item).toBeUndefined();
});

test('anything else is a TypeError without the answer in it, after one try', async () => {
  const { client, database } = await clientAt(200, '["secret"]');
  await expect(client.send(get)).rejects.toThrow(
    new TypeError('DynamoDB did not answer GetItemCommand'),
  );
  expect(database.requests).toBe(1);
});

test('a query without a list is a TypeError, because it always has one', async () => {
  const { client } = await clientAt(200, '{"Count":0}');
  await expect(client.send(query)).rejects.toThrow(TypeError);
});

test.each(['{"Items":[null]}', '{"Items":{}}', '{"Items":[],"LastEvaluatedKey":[]}'])(
  'a query that is answered with %s is a TypeError',
  async (body) => {
    const { client } = await clientAt(200, body);
    await expect(client.send(query)).rejects.toThrow(TypeError);
  },
);

test('an exception of DynamoDB stays what it is', async () => {
  const { client } = await clientAt(
    400,
    '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":null}',
  );
  await expect(client.send(get)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
});
