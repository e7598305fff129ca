import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { sessionRow, sessionsContract } from '../../../ports/sessions.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../../../support/dynamodb.ts';
import { catchFailure } from '../../../support/failure.ts';
import { canRunJava } from '../../../support/java.ts';

const engines = [
  { engine: 'dynalite', start: startDynalite, here: true, returnsRowOnFailure: false },
  {
    engine: 'DynamoDB Local',
    start: startDynamoDbLocal,
    here: canRunJava(),
    returnsRowOnFailure: true,
  },
];

for (const { engine, start, here, returnsRowOnFailure } of engines) {
  (here ? describe : describe.skip)(`sessions in ${engine}`, () => {
    let database: TestDatabase;
    let tables = 0;
    let table: string;
    beforeAll(async () => {
      database = await start();
    }, 90_000);
    afterAll(() => database?.stop());

    const fresh = async () => {
      tables += 1;
      table = `sessions-${tables}`;
      await createTable(database.client, 'sessions', table);
      return dynamoSessions(database.client, table);
    };

    sessionsContract(fresh);

    test.each([
      ['create', 1],
      ['find', 1],
      ['rotate', 1],
      ['rotateRevalidated', 1],
      ['end', 1],
    ] as const)('%s makes %d database call', async (operation, calls) => {
      const { user, upstream, ...session } = sessionRow();
      await (await fresh()).create({ ...session, user, upstream });
      const connection = database.connect();
      const sessions = dynamoSessions(connection.client, table);
      const now = session.createdAt;
      await {
        create: () => sessions.create({ ...session, user, upstream }),
        find: () => sessions.find(session, now),
        rotate: () => sessions.rotate(session, now),
        rotateRevalidated: () => sessions.rotateRevalidated(session, { user, upstream }, now),
        end: () => sessions.end(session),
      }[operation]();
      expect(connection.calls).toHaveLength(calls);
    });

    test('a failed rotation reads the row only if the error does not contain it', async () => {
      const session = sessionRow({ counter: 2 });
      await (await fresh()).create(session);
      const { client, calls } = database.connect();
      await dynamoSessions(client, table).rotate({ ...session, counter: 1 }, session.createdAt);
      expect(calls).toEqual(returnsRowOnFailure ? ['UpdateItem'] : ['UpdateItem', 'GetItem']);
    });

    describe('a malformed row is INTERNAL_ERROR', () => {
      const rows: Record<string, Record<string, AttributeValue | undefined>> = {
        'no counter': { counter: undefined },
        'a counter that is a string': { counter: { S: '1' } },
        'a counter that is not an integer': { counter: { N: '1.5' } },
        'no user': { user: undefined },
        'a user that is not JSON': { user: { S: '{' } },
        'a user of another shape': { user: { S: '{"sub":1}' } },
        'no upstream token': { upstream: undefined },
      };
      test.each(Object.entries(rows))('%s', async (_, change) => {
        const sessions = await fresh();
        const now = sessionRow().createdAt;
        const Item = {
          sub: { S: 'alice' },
          sid: { S: 'one' },
          counter: { N: '1' },
          created_at: { N: String(now) },
          expires_at: { N: String(now + 1_000) },
          validated_at: { N: String(now) },
          rotated_at: { N: String(now) },
          user: { S: JSON.stringify(sessionRow().user) },
          upstream: { S: 'sealed' },
        };
        const changed = Object.fromEntries(
          Object.entries({ ...Item, ...change }).flatMap(([name, value]) =>
            value ? [[name, value]] : [],
          ),
        );
        await database.client.send(new PutItemCommand({ TableName: table, Item: changed }));
        const failure = await catchFailure(sessions.find({ sub: 'alice', sid: 'one' }, now));
        expect(failure.code).toBe('INTERNAL_ERROR');
        expect(failure.cause).toEqual(new TypeError('a session row is malformed'));
      });
    });

    test('a missing table is INTERNAL_ERROR for every operation', async () => {
      const sessions = dynamoSessions(database.client, 'no-such-table');
      const session = sessionRow();
      const works = [
        sessions.create(session),
        sessions.find(session, 0),
        sessions.rotate(session, 0),
        sessions.rotateRevalidated(session, session, 0),
        sessions.end(session),
        sessions.endAll('alice'),
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

test('DynamoDB Local is skipped only without Java, and never in CI', () => {
  if (process.env.CI) expect(canRunJava()).toBe(true);
});
