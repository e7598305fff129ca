/** GET /auth/session by the refresh cookie, which is only read. */

import { describe, expect, test } from '@jest/globals';
import { cookieName } from '../../../contract/cookies.ts';
import { SESSION, VALIDATION } from '../../../contract/limits.ts';
import { errorIn } from '../../support/answer.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { signedIn, type World, world } from '../../support/world.ts';

const HOME = '192.0.2.1';

async function setUp(ports: World = world()) {
  const handlers = handlersOf(ports);
  const current = await signedIn(ports);
  const call = (
    route: 'session' | 'refresh',
    tokens: readonly string[],
    { headers = {}, sourceIp = HOME }: { headers?: Record<string, string>; sourceIp?: string } = {},
  ) => {
    const cookies = tokens.map((token) => `${cookieName('refresh', 'https')}=${token}`);
    return handlers[route](restEvent(route, { cookies, headers, sourceIp }), lambdaContext());
  };
  const generation = (counter: number) => ports.refreshTokens.mint({ ...current.session, counter });
  return { ports, handlers, call, generation, ...current };
}

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof setUp>>['call']>>;

function expectNoCookie({ headers = {}, multiValueHeaders = {} }: Answer): void {
  expect(Object.keys({ ...headers, ...multiValueHeaders })).not.toContain('Set-Cookie');
}

test('returns the session, and changes neither the cookie nor the stored session', async () => {
  const { ports, call, refreshToken, session } = await setUp();
  const answer = await call('session', [refreshToken]);
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body).session.id).toBe(session.sid);
  expectNoCookie(answer);
  expect(await ports.sessions.find(session, ports.clock.seconds())).toEqual(session);
  expect(ports.upstreamCalls).toEqual([]);
});

describe('a predecessor', () => {
  test.each([
    ['on the same network', HOME, SESSION.successorWindow],
    ['on another network', '203.0.113.9', SESSION.otherClientWindow],
  ])('%s is accepted for its window only, and ends nothing', async (_, sourceIp, window) => {
    const { ports, call, refreshToken, jwt } = await setUp();
    expect((await call('refresh', [refreshToken])).statusCode).toBe(200);
    ports.clock.advance(window);
    expect((await call('session', [refreshToken], { sourceIp })).statusCode).toBe(200);
    ports.clock.advance(1);
    const refused = await call('session', [refreshToken], { sourceIp });
    errorIn(refused, 'INVALID_TOKEN');
    expectNoCookie(refused);
    const headers = { Authorization: `Bearer ${jwt}` };
    expect((await call('session', [], { headers })).statusCode).toBe(200);
    expect(ports.events).toEqual([]);
  });
});

describe('INVALID_TOKEN, without clearing the cookie, for', () => {
  test.each<[string, (set: Awaited<ReturnType<typeof setUp>>) => Promise<string>]>([
    ['a forged token', async ({ refreshToken }) => `${refreshToken.slice(0, -4)}AAAA`],
    ['something else', async () => 'nonsense'],
    ['a generation that was not issued yet', ({ generation }) => generation(2)],
    [
      'a token two generations old',
      async ({ ports, session, refreshToken }) => {
        const client = { network: session.network, devices: [] };
        const now = ports.clock.seconds();
        await ports.sessions.rotate({ ...session, counter: 1 }, client, now);
        await ports.sessions.rotate({ ...session, counter: 2 }, client, now);
        return refreshToken;
      },
    ],
    [
      'the token of a session that has ended',
      async ({ ports, session, refreshToken }) => {
        await ports.sessions.end(session);
        return refreshToken;
      },
    ],
    [
      'the token of an idle session',
      async ({ ports, refreshToken }) => {
        ports.idle.isIdle = () => true;
        return refreshToken;
      },
    ],
  ])('%s', async (_, prepare) => {
    const set = await setUp();
    const answer = await set.call('session', [await prepare(set)]);
    errorIn(answer, 'INVALID_TOKEN');
    expectNoCookie(answer);
  });
});

test('a session whose user was not confirmed for long must be refreshed', async () => {
  const { ports, call, refreshToken } = await setUp();
  ports.clock.advance(VALIDATION.expireAfter + 1);
  const answer = await call('session', [refreshToken]);
  expect(errorIn(answer, 'TOKEN_EXPIRED').details.action).toBe('refresh');
  expectNoCookie(answer);
});

describe('several cookies', () => {
  test('a forged one beside the genuine one is ignored', async () => {
    const { call, refreshToken } = await setUp();
    expect((await call('session', ['planted', refreshToken])).statusCode).toBe(200);
  });

  test('two genuine ones are BAD_REQUEST', async () => {
    const { call, refreshToken, generation } = await setUp();
    errorIn(await call('session', [refreshToken, await generation(2)]), 'BAD_REQUEST');
  });
});

describe('an Authorization header', () => {
  test.each([
    ['Bearer garbage', 'INVALID_TOKEN'],
    ['Basic eDp5', 'NOT_AUTHENTICATED'],
    ['', 'NOT_AUTHENTICATED'],
  ] as const)('"%s" is not replaced by the cookie', async (Authorization, code) => {
    const { call, refreshToken } = await setUp();
    errorIn(await call('session', [refreshToken], { headers: { Authorization } }), code);
  });
});

test('no credential at all is NOT_AUTHENTICATED', async () => {
  const { call } = await setUp();
  errorIn(await call('session', []), 'NOT_AUTHENTICATED');
});

test('a page of another origin cannot ask', async () => {
  const { call, refreshToken } = await setUp();
  const headers = { Origin: 'https://evil.example' };
  errorIn(await call('session', [refreshToken], { headers }), 'ORIGIN_NOT_ALLOWED');
});
