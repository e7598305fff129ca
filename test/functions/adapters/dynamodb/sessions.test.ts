import { randomBytes, randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { TABLES } from '../../../../contract/tables.ts';
import { dynamoSessions } from '../../../../functions/adapters/dynamodb/sessions.ts';
import { logout } from '../../../../functions/core/sessions/logout.ts';
import { sessionRow, sessionsContract } from '../../../ports/sessions.contract.ts';
import { describeInEachEngine } from '../../../support/dynamodb-engines.ts';
import { catchCode, catchFailure } from '../../../support/failure.ts';
import { canRunJava } from '../../../support/java.ts';
import { input, signedIn, UPSTREAM_TOKEN, world } from '../../../support/world.ts';

const HOME = { network: 'home', devices: [] };

/** Loses the response to the first deletion: DynamoDB applies it, and the SDK repeats it. */
function loseFirstDeletion(client: DynamoDBClient): void {
  let lost = false;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (lost || commandName !== 'DeleteItemCommand') return result;
        lost = true;
        throw Object.assign(new Error('socket hang up'), {
          code: 'ECONNRESET',
          name: 'TimeoutError',
        });
      },
    // The step inside the retries.
    { step: 'deserialize', name: 'loseFirstDeletion' },
  );
}

/** Records the capacity units that each call of a client consumes. */
function recordUnits(client: DynamoDBClient): unknown[] {
  const units: unknown[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input,
      });
      units.push((result.output as UpdateItemCommandOutput).ConsumedCapacity?.CapacityUnits);
      return result;
    },
    { step: 'initialize' },
  );
  return units;
}

describeInEachEngine('sessions', ({ createFreshTable, database, returnsRowOnFailure }) => {
  let table: string;
  const fresh = async () => {
    table = await createFreshTable('sessions');
    return dynamoSessions(database.client, table);
  };

  sessionsContract(fresh);

  test.each([
    ['create', ['PutItem', 'PutItem']],
    ['find', ['GetItem']],
    ['rotate', ['UpdateItem']],
    ['rotateRevalidated', ['UpdateItem']],
    ['end', ['DeleteItem']],
    ['endAll', ['Query', 'DeleteItem', 'DeleteItem']],
    ['findUpstream', ['GetItem']],
    ['deleteUpstream', ['DeleteItem']],
  ] as const)('%s calls %j', async (operation, calls) => {
    const session = sessionRow();
    await (await fresh()).create(session, 'sealed');
    const connection = database.connect();
    const sessions = dynamoSessions(connection.client, table);
    const now = session.createdAt;
    await {
      create: () => sessions.create(session, 'sealed'),
      find: () => sessions.find(session, now),
      rotate: () => sessions.rotate(session, HOME, now),
      rotateRevalidated: () => sessions.rotateRevalidated(session, session, now),
      end: () => sessions.end(session),
      endAll: () => sessions.endAll(session.sub),
      findUpstream: () => sessions.findUpstream(session),
      deleteUpstream: () => sessions.deleteUpstream(session),
    }[operation]();
    expect(connection.calls).toEqual(calls);
  });

  test('a failed rotation reads the row only if the error does not contain it', async () => {
    const session = sessionRow({ counter: 2 });
    await (await fresh()).create(session, 'sealed');
    const { client, calls } = database.connect();
    const sessions = dynamoSessions(client, table);
    await sessions.rotate({ ...session, counter: 1 }, HOME, session.createdAt);
    expect(calls).toEqual(returnsRowOnFailure ? ['UpdateItem'] : ['UpdateItem', 'GetItem']);
  });

  test('a logout whose first deletion gets no response revokes and records it', async () => {
    await fresh();
    const { client, calls } = database.connect();
    const ports = { ...world(), sessions: dynamoSessions(client, table) };
    const { refreshToken } = await signedIn(ports);
    loseFirstDeletion(client);
    calls.length = 0;
    await logout(ports, input({ refreshTokens: [refreshToken] }));
    expect(calls.filter((call) => call === 'DeleteItem')).toHaveLength(3);
    expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
    expect(ports.events).toEqual(['session_ended: signed out']);
  });

  describe('a malformed row is INTERNAL_ERROR', () => {
    const rows: Record<string, Record<string, AttributeValue | undefined>> = {
      'no counter': { counter: undefined },
      'a counter that is a string': { counter: { S: '1' } },
      'a counter that is not an integer': { counter: { N: '1.5' } },
      'no user': { user: undefined },
      'a user that is not JSON': { user: { S: '{' } },
      'a user of another shape': { user: { S: '{"sub":1}' } },
      'no time of the sign-in': { authenticated_at: undefined },
      'no method of the sign-in': { amr: undefined },
      'an unknown method of the sign-in': { amr: { S: '["magic"]' } },
      'a device that is not a string': { device: { N: '1' } },
      'no network': { network: undefined },
    };
    test.each(Object.entries(rows))('%s', async (_, change) => {
      const sessions = await fresh();
      const now = sessionRow().createdAt;
      const Item = {
        sub: { S: 'alice' },
        sid: { S: 'one' },
        counter: { N: '1' },
        created_at: { N: String(now) },
        started_at_ms: { N: String(now * 1_000) },
        expires_at: { N: String(now + 1_000) },
        authenticated_at: { N: String(now) },
        amr: { S: '["pwd"]' },
        validated_at: { N: String(now) },
        rotated_at: { N: String(now) },
        user: { S: JSON.stringify(sessionRow().user) },
        network: { S: 'home' },
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

  test('the key of an upstream token never reads as a session', async () => {
    const sessions = await fresh();
    await sessions.create(sessionRow(), 'sealed');
    const { Items = [] } = await database.client.send(new ScanCommand({ TableName: table }));
    const sids = Items.map(({ sid }) => sid?.S).filter((sid) => sid !== 'one');
    expect(sids).toEqual(['#upstream#one']);
    for (const sid of sids) {
      const ghost = { sub: 'alice', sid: sid ?? '', counter: 1 };
      await expect(catchCode(sessions.find(ghost, 0))).resolves.toBe('INTERNAL_ERROR');
      await expect(catchCode(sessions.rotate(ghost, HOME, 0))).resolves.toBe('INTERNAL_ERROR');
    }
  });

  test('the item of an upstream token expires with its session', async () => {
    const session = sessionRow();
    await (await fresh()).create(session, 'sealed');
    const { Items = [] } = await database.client.send(new ScanCommand({ TableName: table }));
    expect(Items.map((item) => item[TABLES.sessions.ttl])).toEqual(
      Items.map(() => ({ N: String(session.expiresAt) })),
    );
    expect(Items).toHaveLength(2);
  });

  test('a usual rotation consumes one write unit beside a long upstream token', async () => {
    const session = sessionRow({
      sub: randomUUID(),
      sid: randomBytes(16).toString('base64url'),
      user: { ...sessionRow().user, sub: randomUUID(), username: randomUUID() },
      device: randomBytes(16).toString('base64url'),
      network: randomBytes(32).toString('base64url'),
    });
    await (await fresh()).create(session, 'x'.repeat(3_000));
    const { client } = database.connect();
    const units = recordUnits(client);
    const devices = [{ nonce: session.device ?? '' }];
    await dynamoSessions(client, table).rotate(session, { ...session, devices }, session.createdAt);
    expect(units).toEqual([1]);
  });

  test('ending all sessions of a user deletes a malformed row as well', async () => {
    const sessions = await fresh();
    const Item = { sub: { S: 'alice' }, sid: { S: 'one' } };
    await database.client.send(new PutItemCommand({ TableName: table, Item }));
    await expect(sessions.endAll('alice')).resolves.toBe(1);
    await expect(sessions.endAll('alice')).resolves.toBe(0);
  });

  test('a malformed item of an upstream token is INTERNAL_ERROR', async () => {
    const sessions = await fresh();
    const Item = { sub: { S: 'alice' }, sid: { S: '#upstream#one' }, sealed: { N: '1' } };
    await database.client.send(new PutItemCommand({ TableName: table, Item }));
    const failure = await catchFailure(sessions.findUpstream({ sub: 'alice', sid: 'one' }));
    expect(failure).toMatchObject({
      code: 'INTERNAL_ERROR',
      cause: new TypeError('the item of an upstream token is malformed'),
    });
  });

  test('a missing table is INTERNAL_ERROR for every operation', async () => {
    const sessions = dynamoSessions(database.client, 'no-such-table');
    const session = sessionRow();
    const works = [
      sessions.create(session, 'sealed'),
      sessions.find(session, 0),
      sessions.rotate(session, HOME, 0),
      sessions.rotateRevalidated(session, session, 0),
      sessions.end(session),
      sessions.endAll('alice'),
      sessions.findUpstream(session),
      sessions.deleteUpstream(session),
    ];
    for (const failure of await Promise.all(works.map(catchFailure))) {
      expect(failure).toMatchObject({
        code: 'INTERNAL_ERROR',
        cause: { name: 'ResourceNotFoundException' },
      });
    }
  });
});

test('DynamoDB Local is skipped only without Java, and never in CI', () => {
  if (process.env.CI) expect(canRunJava()).toBe(true);
});
