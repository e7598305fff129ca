import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../../../../functions/adapters/dynamodb/user-sessions.ts';
import { userSessionsContract } from '../../../ports/user-sessions.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../../../support/dynamodb.ts';
import { catchCode, catchFailure } from '../../../support/failure.ts';
import { canRunJava } from '../../../support/java.ts';

const engines = [
  { engine: 'dynalite', start: startDynalite, here: true },
  { engine: 'DynamoDB Local', start: startDynamoDbLocal, here: canRunJava() },
];

for (const { engine, start, here } of engines) {
  (here ? describe : describe.skip)(`the sessions of a user in ${engine}`, () => {
    let database: TestDatabase;
    let tables = 0;
    let table: string;
    beforeAll(async () => {
      database = await start();
    }, 90_000);
    afterAll(() => database?.stop());

    const fresh = async () => {
      tables += 1;
      table = `user-sessions-${tables}`;
      await createTable(database.client, 'sessions', table);
      return {
        sessions: dynamoSessions(database.client, table),
        userSessions: dynamoUserSessions(database.client, table),
      };
    };

    userSessionsContract(fresh);

    test('a malformed row is INTERNAL_ERROR', async () => {
      const { userSessions } = await fresh();
      const Item = { sub: { S: 'alice' }, sid: { S: 'one' }, expires_at: { N: '9' } };
      await database.client.send(new PutItemCommand({ TableName: table, Item }));
      await expect(catchFailure(userSessions.list('alice', 0))).resolves.toMatchObject({
        code: 'INTERNAL_ERROR',
        cause: new TypeError('a session row is malformed'),
      });
    });

    test('a missing table is INTERNAL_ERROR', async () => {
      const userSessions = dynamoUserSessions(database.client, 'no-such-table');
      await expect(catchCode(userSessions.list('alice', 0))).resolves.toBe('INTERNAL_ERROR');
    });
  });
}
