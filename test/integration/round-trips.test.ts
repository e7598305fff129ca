/**
 * The round trips of an operation, and what DynamoDB charges for them. Calls that are in flight
 * together are one trip. The budget names every call, so that no further call can be added unseen.
 */

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cookieName } from '../../contract/cookies.ts';
import { TIMEOUTS, VALIDATION } from '../../contract/limits.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { altchaCaptchas } from '../../functions/adapters/altcha.ts';
import { cognitoUserLookup, type Directory } from '../../functions/adapters/cognito/user-lookup.ts';
import { dynamoAttempts } from '../../functions/adapters/dynamodb/attempts.ts';
import { dynamoChallenges } from '../../functions/adapters/dynamodb/challenges.ts';
import { dynamoSessions } from '../../functions/adapters/dynamodb/sessions.ts';
import { dynamoValidations } from '../../functions/adapters/dynamodb/validations.ts';
import { challengeIssuer } from '../../functions/core/challenges/issue-challenge.ts';
import { AuthError } from '../../functions/core/error.ts';
import { attempts } from '../../functions/core/login/attempts.ts';
import { lazyRevalidation } from '../../functions/core/revocation/lazy-revalidation.ts';
import { revalidate } from '../../functions/core/revocation/revalidate.ts';
import { sessionRow } from '../ports/sessions.contract.ts';
import {
  createTable,
  startDynalite,
  startDynamoDbLocal,
  type TestDatabase,
} from '../support/dynamodb.ts';
import { lambdaContext, type RequestOptions, restEvent } from '../support/event.ts';
import { createGate, type Gate, gatedDatabase } from '../support/gated-database.ts';
import { handlersOf } from '../support/handlers.ts';
import { readIssued } from '../support/issued-challenge.ts';
import { canRunJava } from '../support/java.ts';
import { DEVICE_ENTRY, signedIn, USER, world } from '../support/world.ts';

interface Budget {
  /** The calls of each trip, sorted. */
  trips: string[][];
  /** Capacity units of DynamoDB on demand. */
  units: { read: number; write: number };
}
const { operations } = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
  operations: Record<string, Budget>;
};

/** Real ones of Cognito have about this length, which costs write units. */
const UPSTREAM_TOKEN = 'u'.repeat(1_800);
const CODE = '123456';
const BODY = JSON.stringify({ username: 'alice@example.com', password: 'correct horse' });

// AWS's own engine counts capacity as AWS describes it. It needs Java.
const isReal = canRunJava();
const database: TestDatabase = await (isReal ? startDynamoDbLocal() : startDynalite());
afterAll(() => database.stop());

/** Stores further sessions of one user. */
async function addSessions(table: string, count: number): Promise<void> {
  const store = dynamoSessions(database.client, table);
  const numbers = Array.from({ length: count }, (_, index) => index);
  await Promise.all(
    numbers.map((number) =>
      store.create(sessionRow({ sub: USER.sub, sid: `other-${number}` }), 'sealed'),
    ),
  );
}

/** A user pool whose calls wait at the gate. */
function directoryBehind(gate: Gate): Directory {
  const found = {
    Username: USER.username,
    Enabled: true,
    UserStatus: 'CONFIRMED',
    UserAttributes: [{ Name: 'sub', Value: USER.sub }],
    Groups: [],
  };
  const send = async (command: object) => {
    await gate.pass(command.constructor.name.replace('Command', ''));
    return found;
  };
  return { client: { send } as unknown as Directory['client'], userPoolId: 'pool' };
}

async function setUp() {
  const names = { sessions: `sessions-${randomUUID()}`, attempts: `attempts-${randomUUID()}` };
  await createTable(database.client, 'sessions', names.sessions);
  await createTable(database.client, 'attempts', names.attempts);
  const gate = createGate();
  const { client, consumed } = gatedDatabase(database.client, gate);
  const ports = world();
  const { clock, keys } = ports;
  ports.upstream.signIn = async () => {
    await gate.pass('InitiateAuth');
    return { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  ports.upstream.answer = async (_challenge, { value }) => {
    await gate.pass('RespondToAuthChallenge');
    if (value !== CODE) throw new AuthError('INVALID_CODE');
    return { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  ports.upstream.revalidate = async () => {
    await gate.pass('InitiateAuth');
    return USER;
  };
  ports.upstream.revoke = () => gate.pass('RevokeToken');
  const freshness = lazyRevalidation(
    { ...ports, requests: { send: () => gate.pass('PutEvents') } },
    VALIDATION,
  );
  const captchas = altchaCaptchas({ keys, clock });
  const store = dynamoAttempts(client, names.attempts);
  const issuer = (of: typeof client) => ({
    ...ports,
    challengeStore: dynamoChallenges(of, names.attempts) as (typeof ports)['challengeStore'],
  });
  const pending = await challengeIssuer(issuer(database.client)).issue({
    username: 'alice@example.com',
    amr: ['pwd'],
    device: DEVICE_ENTRY,
    upstream: {
      name: 'SOFTWARE_TOKEN_MFA',
      parameters: {},
      username: USER.sub,
      // Real ones have about this length.
      handle: 'h'.repeat(1_550),
    },
  });
  const handlers = handlersOf({
    ...issuer(client),
    challenges: challengeIssuer(issuer(client)),
    attemptStore: store,
    freshness,
    sessions: dynamoSessions(client, names.sessions) as (typeof ports)['sessions'],
    attempts: attempts({ ...ports, store, captchas }),
  });
  ports.users = cognitoUserLookup(directoryBehind(gate), TIMEOUTS.cognitoMs);
  const former = await signedIn(
    { ...ports, sessions: dynamoSessions(database.client, names.sessions) },
    { upstream: await ports.sealer.seal(UPSTREAM_TOKEN, { sub: USER.sub, sid: 'session-1' }) },
  );
  const background = {
    ...ports,
    sessions: dynamoSessions(client, names.sessions),
    validations: dynamoValidations(client, names.sessions),
  };
  return {
    gate,
    consumed,
    handlers,
    clock,
    former,
    pending,
    upstream: ports.upstream,
    ports: background,
    sessionsTable: names.sessions,
  };
}

type World = Awaited<ReturnType<typeof setUp>>;
type Route = Exclude<RouteName, 'captcha' | 'jwks'>;
/** Starts an operation. It resolves if the operation ends as it should. */
type Operation = (world: World) => Promise<void>;

const requestOf =
  (route: Route, status: number, request: (world: World) => RequestOptions): Operation =>
  async (of) => {
    const response = await of.handlers[route](restEvent(route, request(of)), lambdaContext());
    expect(response.statusCode).toBe(status);
  };
const cookieOf = ({ former }: World) => [
  `${cookieName('refresh', 'https')}=${former.refreshToken}`,
];
/** Answers the pending challenge. */
const answer = ({ pending }: World, code: string): RequestOptions => {
  const { token, cookie } = readIssued(pending);
  return { body: JSON.stringify({ challenge_token: token, code }), cookies: [cookie] };
};
const bearer = ({ former }: World, forged = '') => ({
  headers: { Authorization: `Bearer ${forged}${former.jwt}` },
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
  login: requestOf('login', 200, () => ({ body: BODY })),
  'login that ends an old session': requestOf('login', 200, (of) => ({
    body: BODY,
    cookies: cookieOf(of),
  })),
  'login that needs another step': async (of) => {
    of.upstream.signIn = async () => {
      await of.gate.pass('InitiateAuth');
      const handle = 'h'.repeat(1_550);
      return {
        challenge: { name: 'SOFTWARE_TOKEN_MFA', parameters: {}, username: USER.sub, handle },
      };
    };
    await requestOf('login', 403, () => ({ body: BODY }))(of);
  },
  challenge: requestOf('challenge', 200, (of) => answer(of, CODE)),
  'challenge with a wrong code': requestOf('challenge', 400, (of) => answer(of, '000000')),
  refresh: requestOf('refresh', 200, (of) => ({ cookies: cookieOf(of) })),
  'refresh that revalidates': requestOf('refresh', 200, (of) => {
    of.clock.advance(86_400);
    return { cookies: cookieOf(of) };
  }),
  'refresh with a forged token': requestOf('refresh', 401, (of) => ({
    cookies: cookieOf(of).map((cookie) => `${cookie.slice(0, -4)}AAAA`),
  })),
  session: requestOf('session', 200, bearer),
  'session that reports a stale row': requestOf('session', 200, (of) => {
    of.clock.advance(VALIDATION.requestAfter);
    return bearer(of);
  }),
  'session with a forged token': requestOf('session', 401, (of) => bearer(of, 'x')),
  logout: requestOf('logout', 204, (of) => ({ cookies: cookieOf(of) })),
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
    await addSessions(of.sessionsTable, 200);
    const ended = OPERATIONS[name]?.(of);
    for (const { length } of trips) await of.gate.next(length);
    await ended;
    if (isReal) expect(of.consumed).toEqual(units);
  });
});
