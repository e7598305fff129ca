import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoAttempts } from '../../../functions/adapters/dynamo-attempts.ts';
import { codeOf } from '../../support/failure.ts';

/** What it counts and settles is shown over real stores, in `attempts.test.ts`. */

const request = {
  accountAndIp: { id: 'a', windowEnds: 900 },
  account: { id: 'b', windowEnds: 900 },
  ip: { id: 'c', windowEnds: 900 },
  password: { fingerprint: 'f', repeatSince: 0 },
  failuresId: 'd',
  captcha: undefined,
};

test.each([
  ['nothing', {}],
  ['no number', { Attributes: { count: { S: 'many' } } }],
])('a store that answers %s has counted nothing: the attempt does not go on', async (_, answer) => {
  const client = new DynamoDBClient({});
  mockClient(client).on(GetItemCommand).resolves({}).on(UpdateItemCommand).resolves(answer);
  await expect(codeOf(dynamoAttempts(client, 'attempts').count(request))).resolves.toBe('INTERNAL_ERROR');
});
