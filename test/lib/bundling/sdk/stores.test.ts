/** The stores of a bundle: the adapters with the clients that bundles use, over a real store. */

import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { attemptsContract } from '../../../ports/attempts.contract.ts';
import { sessionsContract } from '../../../ports/sessions.contract.ts';
import { createTable, startDynalite, type TestDatabase } from '../../../support/dynamodb.ts';
import { timeoutsOf } from '../../../support/timeouts.ts';

jest.unstable_mockModule(
  '@aws-sdk/client-dynamodb',
  () => import('../../../../lib/bundling/sdk/client-dynamodb.ts'),
);
const { databaseClient } = await import('../../../../functions/adapters/clients.ts');
const { dynamoSessions } = await import('../../../../functions/adapters/dynamodb/sessions.ts');
const { dynamoAttempts } = await import('../../../../functions/adapters/dynamodb/attempts.ts');

const database: TestDatabase = await startDynalite();
let client: DynamoDBClient;

beforeAll(async () => {
  const { protocol, hostname, port = '' } = (await database.client.config.endpoint?.()) ?? {};
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `${protocol}//${hostname}:${port}`;
  client = databaseClient(timeoutsOf(60_000));
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  client.destroy();
  await database.stop();
});

describe('sessions', () =>
  sessionsContract(async () => {
    const name = `sessions-${randomUUID()}`;
    await createTable(database.client, 'sessions', name);
    return dynamoSessions(client, name);
  }));
describe('attempts', () =>
  attemptsContract(async () => {
    const name = `attempts-${randomUUID()}`;
    await createTable(database.client, 'attempts', name);
    return dynamoAttempts(client, name);
  }));
