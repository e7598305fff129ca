/**
 * What operations cost as the store grows, as one user has more sessions, and while an account is
 * attacked. `bench/budgets.json` holds the numbers, and the page about performance shows them.
 */

import { readFileSync } from 'node:fs';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { cookieName } from '../../contract/cookies.ts';
import { SESSION } from '../../contract/limits.ts';
import { serialiseSession } from '../../functions/adapters/dynamodb/session-row.ts';
import { AuthError } from '../../functions/core/error.ts';
import { sessionRow } from '../ports/sessions.contract.ts';
import { errorIn, headersIn } from '../support/answer.ts';
import { lambdaContext, type RequestOptions, restEvent } from '../support/event.ts';
import {
  addSessions,
  bearerOf,
  cookieOf,
  isReal,
  LOGIN,
  type MeteredRoute,
  type MeteredService,
  setUpService,
  startDatabase,
} from './metered-service.ts';

// A million sessions take minutes to store.
jest.setTimeout(3_600_000);

/** What one request takes. */
interface Amount {
  calls: number;
  read: number;
  write: number;
}
const { growth, operations } = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
  growth: {
    sessionsInStore: number[];
    sessionsOfUser: Record<string, Record<string, Amount>>;
    attack: Record<string, Amount>;
  };
  operations: Record<string, { trips: string[][]; units: { read: number; write: number } }>;
};

const database = await startDatabase();
afterAll(() => database.stop());

/** Creates the service with a gate that is always open and counts what passes. */
async function setUp(maxSessions?: number) {
  const passed: string[] = [];
  const gate = { pass: async (name: string) => void passed.push(name) };
  const service = await setUpService(database, gate, maxSessions);
  /** Sends one request, and returns its response with what it took. */
  async function measure(route: MeteredRoute, request: RequestOptions) {
    passed.length = 0;
    Object.assign(service.consumed, { read: 0, write: 0 });
    const response = await service.handlers[route](restEvent(route, request), lambdaContext());
    const amount: Amount = { calls: passed.length, ...service.consumed };
    return { response, amount };
  }
  return { ...service, measure };
}

const BATCH = 25;
/** How many batches are in flight at the same time. */
const PARALLEL = 20;

/** Stores the sessions `from` to `to` of other users. Their upstream tokens are left out. */
async function fill(
  { sessionsTable }: MeteredService,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const put = (index: number) => {
    const session = sessionRow({ sub: `user-${index}`, sid: `stored-${index}` });
    return { PutRequest: { Item: serialiseSession(session) } };
  };
  for (let start = from; start < to; start += PARALLEL * BATCH) {
    const starts = Array.from({ length: PARALLEL }, (_, batch) => start + batch * BATCH);
    await Promise.all(
      starts
        .filter((first) => first < to)
        .map((first) => {
          const length = Math.min(BATCH, to - first);
          const requests = Array.from({ length }, (_, index) => put(first + index));
          const RequestItems = { [sessionsTable]: requests };
          return database.client.send(new BatchWriteItemCommand({ RequestItems }));
        }),
    );
  }
}

const budgetOf = (name: string): Amount => {
  const { trips = [], units = { read: 0, write: 0 } } = operations[name] ?? {};
  return { calls: trips.flat().length, ...units };
};

/** Only AWS's own engine counts capacity as AWS does. */
const expectAmount = (amount: Amount | undefined, expected: Amount | undefined) =>
  expect(isReal ? amount : amount?.calls).toEqual(isReal ? expected : expected?.calls);

describe('sessions in the store', () => {
  let stored = 0;

  test(`${growth.sessionsInStore.join(', ')} of them change neither refresh nor session`, async () => {
    const service = await setUp();
    let request = cookieOf(service);
    for (const count of growth.sessionsInStore) {
      await fill(service, { from: stored, to: count });
      stored = count;
      const session = await service.measure('session', bearerOf(service));
      expect(session.response.statusCode).toBe(200);
      expectAmount(session.amount, budgetOf('session'));
      const refresh = await service.measure('refresh', request);
      expect(refresh.response.statusCode).toBe(200);
      expectAmount(refresh.amount, budgetOf('refresh'));
      request = { cookies: [cookieFrom(refresh.response, 'refresh')] };
      service.clock.advance(SESSION.successorWindow + 1);
    }
  });
});

const cookieFrom = (response: APIGatewayProxyResult, kind: 'refresh' | 'device'): string =>
  headersIn(response, 'set-cookie')
    .find((cookie) => cookie.startsWith(`${cookieName(kind, 'https')}=`))
    ?.split(';')[0] ?? '';

const MAX_SESSIONS = 5;

/** The requests that read all sessions of their user. */
const OF_USER: Record<
  string,
  { route: MeteredRoute; status: number; request: (of: MeteredService) => RequestOptions }
> = {
  'list of sessions': { route: 'listSessions', status: 200, request: bearerOf },
  'end of all other sessions': { route: 'endOtherSessions', status: 204, request: bearerOf },
  'login with a limit of 5 sessions': {
    route: 'login',
    status: 200,
    request: () => LOGIN,
  },
};

describe('sessions of one user', () => {
  test('have budgets', () => {
    expect(Object.keys(growth.sessionsOfUser)).toEqual(Object.keys(OF_USER));
  });

  describe.each(Object.entries(OF_USER))('%s', (name, { route, status, request }) => {
    test.each(Object.entries(growth.sessionsOfUser[name] ?? {}))('%s', async (count, expected) => {
      const service = await setUp(route === 'login' ? MAX_SESSIONS : undefined);
      await addSessions(database, service, Number(count) - 1);
      const { response, amount } = await service.measure(route, request(service));
      expect(response.statusCode).toBe(status);
      // A query is charged by the size of the rows, which any new attribute changes a little.
      expectAmount({ ...amount, read: Math.max(amount.read, expected.read) }, expected);
    });
  });
});

describe('an account under attack', () => {
  test('costs the same for each refused guess, and for its owner', async () => {
    const service = await setUp();
    const first = await service.measure('login', LOGIN);
    const owner = { ...LOGIN, cookies: [cookieFrom(first.response, 'device')] };
    expectAmount(
      (await service.measure('login', owner)).amount,
      growth.attack['login of the owner before'],
    );

    const guess = (index: number) => ({
      body: JSON.stringify({ username: 'alice@example.com', password: `guess ${index}` }),
      sourceIp: `198.51.${Math.floor(index / 250)}.${1 + (index % 250)}`,
    });
    const { signIn } = service.ports.upstream;
    service.ports.upstream.signIn = async () => {
      throw new AuthError('INVALID_CREDENTIALS');
    };
    const refused: Amount[] = [];
    for (let index = 0; index < 1_000; index += 1) {
      const { response, amount } = await service.measure('login', guess(index));
      if (response.statusCode !== 429) continue;
      errorIn(response, 'TOO_MANY_REQUESTS');
      refused.push(amount);
    }
    expect(refused.length).toBeGreaterThan(990);
    for (const amount of [refused[0], refused[99], refused.at(-1)]) {
      expectAmount(amount, growth.attack['refused guess of a stranger']);
    }

    service.ports.upstream.signIn = signIn;
    const after = await service.measure('login', owner);
    expect(after.response.statusCode).toBe(200);
    expectAmount(after.amount, growth.attack['login of the owner during the attack']);
  });
});
