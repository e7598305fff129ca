import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { dynamoValidations } from '../../../../functions/adapters/dynamodb/validations.ts';
import { sessionRow } from '../../../ports/sessions.contract.ts';
import { validationsContract } from '../../../ports/validations.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';
import { catchFailure } from '../../../support/failure.ts';

describeInEachEngine('validations', ({ createFreshTable, database }) => {
  let table: string;
  const fresh = async () => {
    table = await createFreshTable('sessions');
    return {
      sessions: dynamoSessions(database.client, table),
      validations: dynamoValidations(database.client, table),
    };
  };

  validationsContract(fresh);

  test('the item of an upstream token is not listed as a session', async () => {
    const { sessions, validations } = await fresh();
    await sessions.create(sessionRow(), 'sealed');
    await expect(validations.listLive('alice', 0)).resolves.toHaveLength(1);
  });

  test('a row without the time of its sign-in is INTERNAL_ERROR', async () => {
    const { validations } = await fresh();
    const Item = { sub: { S: 'alice' }, sid: { S: 'one' }, expires_at: { N: '9' } };
    await database.client.send(new PutItemCommand({ TableName: table, Item }));
    await expect(catchFailure(validations.listLive('alice', 0))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
      cause: new TypeError('a session row is malformed'),
    });
  });

  test('a missing table is INTERNAL_ERROR for every operation', async () => {
    const store = dynamoValidations(database.client, 'no-such-table');
    const key = { sub: 'alice', sid: 'one' };
    const claim = { ...key, number: 1, claimedAt: 0, username: 'alice' };
    const works = [
      store.claim(key, { now: 0, validatedUntil: 0, claimedUntil: 0 }),
      store.confirm(claim, sessionRow().user, 0),
      store.postpone(claim, 0, 0),
      store.endRefused(claim),
      store.listLive('alice', 0),
      store.endOlder(key, 0),
      store.mark(key, 0),
    ];
    for (const failure of await Promise.all(works.map(catchFailure))) {
      expect(failure).toMatchObject({
        code: 'INTERNAL_ERROR',
        cause: { name: 'ResourceNotFoundException' },
      });
    }
  });
});
