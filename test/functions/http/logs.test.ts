import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cookieName } from '../../../contract/cookies.ts';
import { capturedLogs } from '../../support/logs.ts';

const logs = capturedLogs();
const { AuthError } = await import('../../../functions/core/error.ts');
const { withoutSecrets } = await import('../../../functions/adapters/redact.ts');
const { audit, report } = await import('../../../functions/http/observe.ts');
const { issueChallenge } = await import('../../support/issued-challenge.ts');
const { signedIn, UPSTREAM_TOKEN, world } = await import('../../support/world.ts');
const { cookieIn } = await import('../../support/answer.ts');
const { lambdaContext, REQUEST_ID, restEvent } = await import('../../support/event.ts');
const { handlerOf, handlersOf } = await import('../../support/handlers.ts');

beforeEach(logs.forget);
afterAll(logs.release);

const budgets = JSON.parse(readFileSync('bench/budgets.json', 'utf8')) as {
  log: Record<string, { lines: number; bytes: number }>;
};
const context = lambdaContext();
const USERNAME = 'carol@example.com';
const PASSWORD = 'correct-horse-battery-staple';
const body = JSON.stringify({ username: USERNAME, password: PASSWORD });
const requestLines = () => logs.lines().filter(({ message }) => message === 'request');

test('a request writes one line with its ID, route, outcome and duration', async () => {
  await handlersOf(world()).login(restEvent('login', { body }), context);
  expect(requestLines()).toEqual([
    expect.objectContaining({
      level: 'INFO',
      request_id: REQUEST_ID,
      function_request_id: 'function-request-id',
      route: 'login',
      code: 'OK',
      status: 200,
      duration_ms: expect.any(Number),
    }),
  ]);
});

test('every line of a request has the fingerprint of its network, and never the address', async () => {
  const ports = world();
  const sourceIp = '203.0.113.7';
  const { login } = handlersOf(ports, { networks: ports.networks });
  await login(restEvent('login', { body, sourceIp }), context);
  await login(restEvent('login', { body: '{}', sourceIp }), context);
  const network = await ports.networks.fingerprint(sourceIp);
  expect(requestLines()).toEqual([
    expect.objectContaining({ code: 'OK', network }),
    expect.objectContaining({ code: 'BAD_REQUEST', network }),
  ]);
  expect(JSON.stringify(logs.lines())).not.toContain(sourceIp);
});

test('a network that cannot be identified fails no request', async () => {
  const networks = { fingerprint: () => Promise.reject(new Error('no keys')) };
  const { login } = handlersOf(world(), { networks });
  expect(await login(restEvent('login', { body }), context)).toMatchObject({ statusCode: 200 });
  expect(requestLines()).toEqual([expect.not.objectContaining({ network: expect.anything() })]);
});

test.each([
  ['a refusal', 'INFO', new AuthError('INVALID_CREDENTIALS'), 'INVALID_CREDENTIALS', []],
  [
    'a failure',
    'ERROR',
    new AuthError('BAD_GATEWAY', { cause: new Error('reset') }),
    'BAD_GATEWAY',
    ['Error: reset'],
  ],
  [
    'a bug',
    'ERROR',
    new TypeError('x is not a function', { cause: new Error('deeper') }),
    'INTERNAL_ERROR',
    ['TypeError: x is not a function', 'Error: deeper'],
  ],
  ['a thrown string', 'ERROR', PASSWORD, 'INTERNAL_ERROR', ['string']],
] as const)('%s writes one line at %s with its causes', async (_, level, thrown, code, causes) => {
  const handler = handlerOf('session', async () => {
    throw thrown;
  });
  await handler(restEvent('session'), context);
  expect(requestLines()).toEqual([expect.objectContaining({ level, code, causes })]);
});

test('a time-out writes one line at ERROR with the time-out as its cause', async () => {
  const handler = handlerOf('session', () => new Promise(() => {}));
  await handler(restEvent('session'), lambdaContext(0));
  const causes = ['Error: out of time'];
  expect(requestLines()).toEqual([
    expect.objectContaining({ level: 'ERROR', code: 'INTERNAL_ERROR', status: 500, causes }),
  ]);
});

test('a cycle of causes does not loop', async () => {
  const looped = new Error('cycle');
  looped.cause = looped;
  const handler = handlerOf('session', async () => {
    throw looped;
  });
  await handler(restEvent('session'), context);
  expect(requestLines()).toHaveLength(1);
});

test('each line has the ID of its own request', async () => {
  const handler = handlerOf('session', async () => ({ body: {} }));
  const other = restEvent('session');
  other.requestContext.extendedRequestId = 'other-id';
  await handler(restEvent('session'), context);
  await handler(other, context);
  expect(requestLines().map(({ request_id }) => request_id)).toEqual([REQUEST_ID, 'other-id']);
});

test('the line of a request holds its metrics, each with its own dimensions', async () => {
  await handlersOf(world()).login(restEvent('login', { body }), context);
  audit('login_succeeded', { sub: 'sub' });
  expect(requestLines()).toEqual([
    expect.objectContaining({
      service: 'auth',
      code: 'OK',
      route: 'login',
      Requests: 1,
      Latency: expect.any(Number),
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'ChordianAuth',
            Dimensions: [['service', 'code']],
            Metrics: [{ Name: 'Requests', Unit: 'Count' }],
          },
          {
            Namespace: 'ChordianAuth',
            Dimensions: [['service', 'route']],
            Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }],
          },
        ],
      },
    }),
  ]);
  expect(logs.lines()).toContainEqual(
    expect.objectContaining({
      message: 'audit',
      event: 'login_succeeded',
      AuditEvents: 1,
      _aws: expect.objectContaining({
        CloudWatchMetrics: [
          {
            Namespace: 'ChordianAuth',
            Dimensions: [['service', 'event']],
            Metrics: [{ Name: 'AuditEvents', Unit: 'Count' }],
          },
        ],
      }),
    }),
  );
});

describe('a successful request stays within its budget of lines and bytes', () => {
  test.each(Object.entries(budgets.log))('%s', async (route, { lines, bytes }) => {
    const ports = world();
    const handlers = handlersOf({ ...ports, audit, report });
    const { refreshToken, jwt } = await signedIn(ports);
    const cookie = `${cookieName('refresh', 'https')}=${refreshToken}`;
    const pending = await issueChallenge(ports);
    const events: Record<string, ReturnType<typeof restEvent>> = {
      login: restEvent('login', { body }),
      challenge: restEvent('challenge', {
        body: JSON.stringify({ challenge_token: pending.token, code: '123456' }),
        cookies: [pending.cookie],
      }),
      refresh: restEvent('refresh', { cookies: [cookie] }),
      session: restEvent('session', { headers: { Authorization: `Bearer ${jwt}` } }),
      logout: restEvent('logout', { cookies: [cookie] }),
    };
    const { statusCode } = await handlers[route as 'login'](events[route] as never, context);
    expect(statusCode).toBeLessThan(300);
    expect(logs.lines()).toHaveLength(lines);
    expect(Buffer.byteLength(logs.text())).toBeLessThanOrEqual(bytes);
  });
});

test('a security event writes one line with its fields', () => {
  audit('reuse_detected', { sub: 'sub', sid: 'sid', presented: 1, current: 3 });
  expect(logs.lines()).toContainEqual(
    expect.objectContaining({
      message: 'audit',
      event: 'reuse_detected',
      sub: 'sub',
      presented: 1,
      current: 3,
    }),
  );
});

test('a reported failure writes a warning with its causes', () => {
  report(new AuthError('BAD_GATEWAY', { cause: new Error('reset') }));
  expect(logs.lines()).toContainEqual(
    expect.objectContaining({
      level: 'WARN',
      causes: ['AuthError: BAD_GATEWAY', 'Error: reset'],
    }),
  );
});

describe('no line contains a secret or a username in clear text', () => {
  test('for all routes, including failures', async () => {
    const ports = world();
    const { login, refresh, session, logout } = handlersOf({ ...ports, audit, report });
    const issued: string[] = [];
    const note = (response: Awaited<ReturnType<typeof login>>) => {
      issued.push(
        cookieIn(response).split('=')[1] ?? '',
        JSON.parse(response.body || '{}').token ?? '',
      );
      return response;
    };
    const first = note(await login(restEvent('login', { body }), context));
    const { token } = JSON.parse(first.body) as { token: string };
    const second = note(
      await refresh(restEvent('refresh', { cookies: [cookieIn(first)] }), context),
    );
    await session(restEvent('session', { headers: { Authorization: `Bearer ${token}` } }), context);
    await session(
      restEvent('session', { headers: { Authorization: `Bearer ${token}x` } }),
      context,
    );
    await refresh(restEvent('refresh', { cookies: [`${cookieIn(second)}x`] }), context);
    ports.upstream.revoke = async () => {
      throw new AuthError('BAD_GATEWAY', {
        cause: withoutSecrets(new Error(`no ${UPSTREAM_TOKEN}`), [UPSTREAM_TOKEN]),
      });
    };
    ports.clock.advance(300);
    await refresh(restEvent('refresh', { cookies: [cookieIn(first)] }), context); // reuse
    await logout(restEvent('logout', { cookies: [cookieIn(second)] }), context);
    await login(restEvent('login', { body: body.slice(0, -3) }), context);
    await login(
      restEvent('login', { body: JSON.stringify({ username: [USERNAME], password: PASSWORD }) }),
      context,
    );
    expect(requestLines().length).toBe(9);
    for (const secret of [
      USERNAME,
      PASSWORD,
      UPSTREAM_TOKEN,
      ...issued.filter((text) => text !== ''),
      'test@example.com',
      'b2c7-name',
    ]) {
      expect(logs.text()).not.toContain(secret);
    }
    expect(logs.text()).not.toMatch(/\n\s+at /);
  });
});

describe('withoutSecrets returns an error that', () => {
  test('has the name and the message of the original without the secrets', () => {
    const error = withoutSecrets(
      Object.assign(new Error('no user carol; carol!'), { name: 'UserNotFoundException' }),
      ['carol', ''],
    );
    expect(String(error)).toBe('UserNotFoundException: no user ***; ***!');
  });
  test('contains no part of a secret that starts with another secret', () =>
    expect(
      withoutSecrets(new Error('value carol-1970 refused'), ['carol', 'carol-1970']).message,
    ).toBe('value *** refused'));
  test('has a message of at most 500 characters', () =>
    expect(withoutSecrets(new Error('x'.repeat(10_000)), []).message).toHaveLength(500));
  test.each(['text', undefined, 5])('contains the thrown value %p', (thrown) =>
    expect(withoutSecrets(thrown, []).message).toBe(String(thrown)),
  );
  test('omits the message of a parser, which quotes the input', () => {
    try {
      JSON.parse('upstream-secret');
    } catch (error) {
      expect(String(withoutSecrets(error, []))).toBe(
        'SyntaxError: an answer that could not be parsed',
      );
    }
    expect.assertions(1);
  });
});
