import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { dynamoValidations } from '../../../../functions/adapters/dynamodb/validations.ts';
import { sessionRow } from '../../../ports/sessions.contract.ts';
import { validationsContract } from '../../../ports/validations.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../../../support/dynamodb.ts';
import { catchFailure } from '../../../support/failure.ts';
import { canRunJava } from '../../../support/java.ts';

const engines = [
  { engine: 'dynalite', start: startDynalite, here: true },
  { engine: 'DynamoDB Local', start: startDynamoDbLocal, here: canRunJava() },
];

for (const { engine, start, here } of engines) {
  (here ? describe : describe.skip)(`validations in ${engine}`, () => {
    let database: TestDatabase;
    let tables = 0;
    let table: string;
    beforeAll(async () => {
      database = await start();
    }, 90_000);
    afterAll(() => database?.stop());

    const fresh = async () => {
      tables += 1;
      table = `validations-${tables}`;
      await createTable(database.client, 'sessions', table);
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
}
