import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../../../../functions/adapters/dynamodb/user-sessions.ts';
import { userSessionsContract } from '../../../ports/user-sessions.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';
import { catchCode, catchFailure } from '../../../support/failure.ts';

describeInEachEngine('the sessions of a user', ({ createFreshTable, database }) => {
  let table: string;
  const fresh = async () => {
    table = await createFreshTable('sessions');
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
