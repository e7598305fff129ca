/**
 * The round trips of an operation, and what DynamoDB charges for them. Calls that are in flight
 * together are one trip. The budget names every call, so that no further call can be added unseen.
 */

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { VALIDATION } from '../../contract/limits.ts';
import { revalidate } from '../../functions/core/revocation/revalidate.ts';
import { lambdaContext, type RequestOptions, restEvent } from '../support/event.ts';
import { createGate } from '../support/gated-database.ts';
import { USER } from '../support/world.ts';
import {
  addSessions,
  bearerOf,
  CHALLENGE,
  CODE,
  cookieOf,
  isReal,
  LOGIN,
  type MeteredRoute,
  setUpService,
  startDatabase,
} from './metered-service.ts';

interface Budget {
  /** The calls of each trip, sorted. */
  trips: string[][];
  /** Capacity units of DynamoDB on demand. */
  units: { read: number; write: number };
}
const { operations } = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
  operations: Record<string, Budget>;
};

const database = await startDatabase();
afterAll(() => database.stop());

async function setUp() {
  const gate = createGate();
  return { gate, ...(await setUpService(database, gate)) };
}

type World = Awaited<ReturnType<typeof setUp>>;
/** Starts an operation. It resolves if the operation ends as it should. */
type Operation = (world: World) => Promise<void>;

const requestOf =
  (route: MeteredRoute, status: number, request: (world: World) => RequestOptions): Operation =>
  async (of) => {
    const response = await of.handlers[route](restEvent(route, request(of)), lambdaContext());
    expect(response.statusCode).toBe(status);
  };
/** Answers the pending challenge. */
const answer = ({ pending: { token, cookie } }: World, code: string): RequestOptions => ({
  body: JSON.stringify({ challenge_token: token, code }),
  cookies: [cookie],
});

/** The function behind the queue of requests for confirmations. */
const confirm: Operation = async ({ clock, ports }) => {
  clock.advance(VALIDATION.requestAfter);
  const { sub } = USER;
  await revalidate(ports, VALIDATION.requestAfter, {
    sub,
    sid: 'session-1',
    requestedAt: clock.seconds(),
  });
  expect(ports.reported).toEqual([]);
};

const OPERATIONS: Record<string, Operation> = {
  login: requestOf('login', 200, () => LOGIN),
  'login that ends an old session': requestOf('login', 200, (of) => ({
    ...LOGIN,
    ...cookieOf(of),
  })),
  'login that needs another step': async (of) => {
    of.upstream.signIn = async () => {
      await of.gate.pass('InitiateAuth');
      return { challenge: CHALLENGE };
    };
    await requestOf('login', 403, () => LOGIN)(of);
  },
  challenge: requestOf('challenge', 200, (of) => answer(of, CODE)),
  'challenge with a wrong code': requestOf('challenge', 400, (of) => answer(of, '000000')),
  refresh: requestOf('refresh', 200, cookieOf),
  'refresh that revalidates': requestOf('refresh', 200, (of) => {
    of.clock.advance(86_400);
    return cookieOf(of);
  }),
  'refresh with a forged token': requestOf('refresh', 401, (of) => ({
    cookies: cookieOf(of).cookies?.map((cookie) => `${cookie.slice(0, -4)}AAAA`) ?? [],
  })),
  session: requestOf('session', 200, bearerOf),
  'session that reports a stale row': requestOf('session', 200, (of) => {
    of.clock.advance(VALIDATION.requestAfter);
    return bearerOf(of);
  }),
  'session with a forged token': requestOf('session', 401, ({ former }) => ({
    headers: { Authorization: `Bearer x${former.jwt}` },
  })),
  logout: requestOf('logout', 204, cookieOf),
  'confirmation in the background': confirm,
};

test('every operation has a budget', () => {
  expect(Object.keys(operations)).toEqual(Object.keys(OPERATIONS));
});

describe.each(Object.entries(OPERATIONS))('%s', (name, operation) => {
  const budget = operations[name] as Budget;

  test(`takes ${budget.trips.length} round trips in series`, async () => {
    const of = await setUp();
    const ended = operation(of).then(() => 'the end');
    const trips = [];
    for (const { length } of budget.trips) {
      trips.push(await Promise.race([of.gate.next(length), ended]));
    }
    expect(trips).toEqual(budget.trips);
    expect(await Promise.race([of.gate.next(1), ended])).toBe('the end');
    if (isReal) expect(of.consumed).toEqual(budget.units);
  });
});

describe('with 200 further sessions of the user', () => {
  test.each(['refresh', 'session'])('%s consumes the same', async (name) => {
    const { trips, units } = operations[name] as Budget;
    const of = await setUp();
    await addSessions(database, of, 200);
    const ended = OPERATIONS[name]?.(of);
    for (const { length } of trips) await of.gate.next(length);
    await ended;
    if (isReal) expect(of.consumed).toEqual(units);
  });
});
