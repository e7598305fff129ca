/** The client over scripted answers. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AuthError, type AuthState, createAuthClient } from '../../client/src/index.ts';
import {
  CLAIMS,
  elapse,
  empty,
  envelope,
  flush,
  html,
  json,
  jwt,
  lost,
  ORIGIN,
  passTime,
  REQUEST_ID,
  scripted,
  silence,
  token,
} from './scripted.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const CREDENTIALS = { username: 'test@example.com', password: 'ValidPass123!' };
const { sub, sid, ...profile } = CLAIMS;
const SIGNED_IN = {
  status: 'signed_in',
  online: true,
  user: { sub, ...profile },
  sessionId: sid,
};
const NO_SESSION = envelope('BAD_REQUEST', { variant: 'missing_cookie' });
const CAPTCHA_URL = '/api/auth/captcha?account=a';
const CAPTCHA = envelope('CAPTCHA_REQUIRED', {
  details: { captcha: { provider: 'altcha', challenge_url: CAPTCHA_URL } },
});

function client(...answers: Parameters<typeof scripted>) {
  const api = scripted(...answers);
  const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch });
  const states: AuthState[] = [];
  auth.onSessionChange((state) => states.push(state));
  return { auth, api, statuses: () => states.map(({ status }) => status) };
}

/** A client that is signed in. The answers follow the one of its restore. */
async function signedInClient(...answers: Parameters<typeof scripted>) {
  const made = client(token(), ...answers);
  await made.auth.restore();
  made.api.seen.length = 0;
  return made;
}

const failure = async (promise: Promise<unknown>): Promise<AuthError> => {
  const error = await passTime(promise).catch((thrown: unknown) => thrown);
  if (!(error instanceof AuthError)) throw error;
  return error;
};

describe('restore', () => {
  test('starts as loading and finds the session of the cookie', async () => {
    const { auth, api } = client(token());
    expect(auth.state).toEqual({ status: 'loading', online: true });
    await expect(auth.restore()).resolves.toEqual(SIGNED_IN);
    expect(auth.state).toEqual(SIGNED_IN);
    expect(api.routes()).toEqual(['POST /refresh']);
    expect(api.seen[0]?.request).toMatchObject({ credentials: 'include', keepalive: true });
  });

  test('finds that there is no session, without a reason', async () => {
    const { auth } = client(NO_SESSION);
    await expect(auth.restore()).resolves.toEqual({ status: 'signed_out', online: true });
  });

  test.each(['INVALID_REFRESH_TOKEN', 'PASSWORD_RESET_REQUIRED', 'USER_NOT_CONFIRMED'] as const)(
    'tells why the session has ended: %s',
    async (code) => {
      const { auth } = client(envelope(code));
      await expect(auth.restore()).resolves.toMatchObject({
        status: 'signed_out',
        reason: { code },
      });
    },
  );

  test('remains loading during an outage, and asks again until the service answers', async () => {
    const { auth, api } = client(lost, html(502), envelope('BAD_GATEWAY'));
    const state = await passTime(auth.restore());
    expect(state).toMatchObject({ status: 'loading', error: { code: 'BAD_GATEWAY' } });
    api.add(lost, lost, lost, token());
    await elapse(60);
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('asks no more after close', async () => {
    const { auth, api } = client(lost, lost, lost);
    await passTime(auth.restore());
    auth.close();
    await elapse(600);
    expect(api.seen).toHaveLength(3);
  });
});

describe('refresh', () => {
  test('is sent once for calls at the same time', async () => {
    const { auth, api } = await signedInClient(token({ jti: 2 }), token({ jti: 3 }));
    await Promise.all([auth.refresh(), auth.refresh(), auth.restore()]);
    expect(api.seen).toHaveLength(1);
    await auth.refresh();
    expect(api.seen).toHaveLength(2);
  });

  test.each([
    ['a throttle', envelope('TOO_MANY_REQUESTS')],
    ['Cognito down', envelope('BAD_GATEWAY')],
    ['a busy service', envelope('SERVICE_UNAVAILABLE')],
    ['an internal error', envelope('INTERNAL_ERROR')],
    ['a timeout of the gateway', envelope('GATEWAY_TIMEOUT')],
    ['a firewall', envelope('FORBIDDEN')],
    ['an origin that is not allowed', envelope('ORIGIN_NOT_ALLOWED', { details: { origin: 'x' } })],
    [
      'two cookies',
      envelope('BAD_REQUEST', { details: { field: 'refresh_token', issue: 'twice' } }),
    ],
    ['no network', lost],
    ['the page of a public network', html(200)],
    ['a 401 of a proxy', html(401)],
    ['a 403 of a proxy', html(403)],
    ['a 503 of a proxy', html(503)],
    ['a JSON answer of something else', json({ hello: 'world' })],
    ['a 401 of something else', json({ error: 'unauthorized' }, 401)],
    ['a token that is not a JWT', json({ token: 'x' })],
  ])('does not end the session because of %s', async (_, answer) => {
    const { auth } = await signedInClient(answer, answer, answer);
    await failure(auth.refresh());
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('gives up on an answer that does not come, and tries again', async () => {
    const { auth, api } = await signedInClient(silence, token({ jti: 2 }));
    await expect(passTime(auth.refresh())).resolves.toEqual(SIGNED_IN);
    expect(api.seen).toHaveLength(2);
    expect(api.seen[0]?.request.signal.aborted).toBe(false);
  });

  test('shows another user who has signed in meanwhile', async () => {
    const { auth } = await signedInClient(token({ sub: 'sub-2', sid: 'sid-2' }));
    await expect(auth.refresh()).resolves.toMatchObject({ user: { sub: 'sub-2' } });
  });
});

describe('login', () => {
  test('signs in', async () => {
    const { auth, api } = client(token());
    await expect(auth.login(CREDENTIALS)).resolves.toEqual(SIGNED_IN);
    expect(api.seen[0]?.request.headers.get('Content-Type')).toBe('application/json');
    expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual(CREDENTIALS);
  });

  test('reports a wrong password, and keeps a session that stands', async () => {
    const { auth, api } = await signedInClient(envelope('INVALID_CREDENTIALS'));
    const error = await failure(auth.login(CREDENTIALS));
    expect(error).toMatchObject({ code: 'INVALID_CREDENTIALS', status: 401, action: 'login' });
    expect(api.routes()).toEqual(['POST /login']);
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('returns a challenge as a state', async () => {
    const challenge = { name: 'SOFTWARE_TOKEN_MFA', token: 't', parameters: {} };
    const { auth } = client(envelope('CHALLENGE_REQUIRED', { details: { challenge } }));
    const expected = { status: 'challenge', online: true, challenge };
    await expect(auth.login(CREDENTIALS)).resolves.toEqual(expected);
    expect(auth.state).toEqual(expected);
  });

  test('keeps its challenge when a refresh finds no session', async () => {
    const challenge = { name: 'SOFTWARE_TOKEN_MFA', token: 't', parameters: {} };
    const { auth } = client(envelope('CHALLENGE_REQUIRED', { details: { challenge } }), NO_SESSION);
    const state = await auth.login(CREDENTIALS);
    await expect(auth.refresh()).resolves.toBe(state);
  });

  test('overtakes a restore that waits for its next try', async () => {
    const { auth, api } = client(envelope('BAD_GATEWAY', { retryAfter: 20 }), token());
    const restored = auth.restore();
    await flush();
    await expect(auth.login(CREDENTIALS)).resolves.toEqual(SIGNED_IN);
    await expect(restored).resolves.toMatchObject({ error: { code: 'BAD_GATEWAY' } });
    await elapse(600);
    expect(api.routes()).toEqual(['POST /refresh', 'POST /login']);
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('waits for a refresh that is under way, whose answer would replace its cookie', async () => {
    const refreshed = Promise.withResolvers<Response>();
    const { auth, api } = await signedInClient(
      () => refreshed.promise,
      token({ sub: 'sub-2', sid: 'sid-2' }),
    );
    const refreshing = auth.refresh();
    const login = auth.login(CREDENTIALS);
    await flush();
    expect(api.routes()).toEqual(['POST /refresh']);
    refreshed.resolve(await token({ jti: 2 })(new Request(ORIGIN)));
    await refreshing;
    await expect(login).resolves.toMatchObject({ user: { sub: 'sub-2' } });
    expect(auth.state).toMatchObject({ user: { sub: 'sub-2' } });
  });

  test('stops when its signal is aborted, also during a wait', async () => {
    const { auth, api } = client(envelope('BAD_GATEWAY'));
    const stop = new AbortController();
    const login = auth.login(CREDENTIALS, { signal: stop.signal });
    await flush();
    stop.abort(new Error('left'));
    await expect(login).rejects.toThrow('left');
    await elapse(60);
    expect(api.seen).toHaveLength(1);
  });
});

describe('logout', () => {
  test('ends the session with its token', async () => {
    const { auth, api } = await signedInClient(empty);
    await auth.logout();
    expect(auth.state).toEqual({ status: 'signed_out', online: true });
    expect(api.seen).toMatchObject([
      { route: 'POST /api/auth/logout', authorization: `Bearer ${jwt()}` },
    ]);
  });

  test('fails if the service cannot be reached: the cookie would still sign in', async () => {
    const { auth } = await signedInClient(lost, lost, lost);
    await expect(failure(auth.logout())).resolves.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('is not undone by a refresh that was called after it', async () => {
    const { auth } = await signedInClient(empty, NO_SESSION);
    await Promise.all([auth.logout(), auth.refresh()]);
    expect(auth.state).toEqual({ status: 'signed_out', online: true });
  });
});

describe('a bearer route', () => {
  const SESSION = { user: { sub, ...profile }, session: { id: sid } };

  test('waits for the restore and sends the token', async () => {
    const { auth, api } = client(token(), json(SESSION));
    await expect(auth.session()).resolves.toEqual(SESSION);
    expect(api.routes()).toEqual(['POST /refresh', 'GET /session']);
    expect(api.seen[1]?.authorization).toBe(`Bearer ${jwt()}`);
  });

  test('refreshes an expired token and repeats the request once', async () => {
    const { auth, api } = await signedInClient(
      envelope('TOKEN_EXPIRED'),
      token({ jti: 2 }),
      json(SESSION),
    );
    await expect(auth.session()).resolves.toEqual(SESSION);
    expect(api.seen.map(({ authorization }) => authorization)).toEqual([
      `Bearer ${jwt()}`,
      null,
      `Bearer ${jwt({ jti: 2 })}`,
    ]);
  });

  test('does not repeat it twice', async () => {
    const { auth, api } = await signedInClient(
      envelope('TOKEN_EXPIRED'),
      token({ jti: 2 }),
      envelope('TOKEN_EXPIRED'),
    );
    await expect(failure(auth.session())).resolves.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(api.seen).toHaveLength(3);
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('signs out if the service refuses the token and the refresh', async () => {
    const { auth } = await signedInClient(
      envelope('INVALID_TOKEN', { variant: 'revoked' }),
      envelope('INVALID_REFRESH_TOKEN'),
    );
    await expect(failure(auth.session())).resolves.toMatchObject({ code: 'INVALID_TOKEN' });
    expect(auth.state).toMatchObject({
      status: 'signed_out',
      reason: { code: 'INVALID_REFRESH_TOKEN' },
    });
  });

  test('is not repeated as another user', async () => {
    const { auth, api } = await signedInClient(
      envelope('INVALID_TOKEN', { variant: 'revoked' }),
      token({ sub: 'sub-2', sid: 'sid-2' }),
    );
    await expect(failure(auth.endOtherSessions())).resolves.toMatchObject({
      code: 'INVALID_TOKEN',
    });
    expect(api.routes()).toEqual(['DELETE /sessions', 'POST /refresh']);
  });

  test('does not refresh because of a 401 that is not the service’s', async () => {
    const { auth, api } = await signedInClient(html(401));
    await expect(failure(auth.session())).resolves.toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      action: 'contact_support',
    });
    expect(api.seen).toHaveLength(1);
  });

  test('fails with the outage, not with the 401, if the refresh fails', async () => {
    const { auth } = await signedInClient(envelope('TOKEN_EXPIRED'), lost, lost, lost);
    await expect(failure(auth.session())).resolves.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(auth.state).toEqual(SIGNED_IN);
  });

  test('takes path parameters out of the input', async () => {
    const { auth, api } = await signedInClient(empty, empty);
    await auth.endSession({ id: 'a/b?c' });
    expect(api.routes()).toEqual(['DELETE /sessions/a%2Fb%3Fc']);
  });

  test.each(['', '.', '..'])(
    'rejects the path parameter "%s", which changes the path',
    async (id) => {
      const { auth, api } = await signedInClient();
      await expect(auth.endSession({ id })).rejects.toThrow(TypeError);
      expect(api.seen).toEqual([]);
    },
  );
});

describe('fetch', () => {
  const ORDERS = `${ORIGIN}/orders`;

  test('sends the token to the origin of the service, and returns the response', async () => {
    const { auth, api } = await signedInClient(json({ orders: [] }));
    const response = await auth.fetch(ORDERS, { method: 'POST', body: 'order' });
    await expect(response.json()).resolves.toEqual({ orders: [] });
    expect(api.seen).toMatchObject([{ authorization: `Bearer ${jwt()}`, body: 'order' }]);
  });

  test('refreshes after a 401 of any kind, and sends the body again', async () => {
    const { auth, api } = await signedInClient(html(401), token({ jti: 2 }), empty);
    const response = await auth.fetch(new Request(ORDERS, { method: 'POST', body: 'order' }));
    expect(response.status).toBe(204);
    expect(api.seen.map(({ body }) => body)).toEqual(['order', '', 'order']);
    expect(api.seen[2]?.authorization).toBe(`Bearer ${jwt({ jti: 2 })}`);
  });

  test('returns the 401 if the session has ended', async () => {
    const { auth } = await signedInClient(
      envelope('INVALID_TOKEN', { variant: 'revoked' }),
      envelope('INVALID_REFRESH_TOKEN'),
    );
    expect((await auth.fetch(ORDERS)).status).toBe(401);
    expect(auth.state.status).toBe('signed_out');
  });

  test('sends no token if nobody is signed in, and does not refresh', async () => {
    const { auth, api } = client(NO_SESSION, json({}, 401));
    expect((await auth.fetch(ORDERS)).status).toBe(401);
    expect(api.routes()).toEqual(['POST /refresh', 'GET /orders']);
    expect(api.seen[1]?.authorization).toBeNull();
  });

  test('fails during an outage at the load, instead of sending no token', async () => {
    const { auth, api } = client(lost, lost, lost);
    await expect(failure(auth.fetch(ORDERS))).resolves.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(api.routes()).toEqual(Array(3).fill('POST /refresh'));
  });

  test('shares the refresh of requests that expire together', async () => {
    const expired = envelope('TOKEN_EXPIRED');
    const { auth, api } = await signedInClient(
      ...[expired, expired, expired],
      token({ jti: 2 }),
      ...[empty, empty, empty],
    );
    await Promise.all([auth.fetch(ORDERS), auth.fetch(ORDERS), auth.fetch(ORDERS)]);
    expect(api.routes().filter((route) => route === 'POST /refresh')).toHaveLength(1);
  });

  test.each([
    'https://elsewhere.example/',
    `${ORIGIN}.elsewhere.example/`,
    'http://app.example.com/',
  ])('refuses to send the token to %s', async (url) => {
    const { auth, api } = await signedInClient();
    await expect(auth.fetch(url)).rejects.toThrow(TypeError);
    expect(api.seen).toEqual([]);
  });

  test('sends the token to an origin of tokenOrigins', async () => {
    const api = scripted(token(), empty);
    const tokenOrigins = ['https://api.example.com'];
    const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch, tokenOrigins });
    await auth.fetch('https://api.example.com/orders');
    expect(api.seen[1]?.authorization).toBe(`Bearer ${jwt()}`);
  });
});

describe('a CAPTCHA', () => {
  const solveCaptcha = async (challenge: unknown) => `solution of ${JSON.stringify(challenge)}`;
  const withSolver = (...answers: Parameters<typeof scripted>) => {
    const api = scripted(...answers);
    const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch, solveCaptcha });
    const statuses: string[] = [];
    auth.onSessionChange(({ status }) => statuses.push(status));
    return { api, auth, statuses };
  };

  test('is solved, and the login is sent again', async () => {
    const { api, auth, statuses } = withSolver(CAPTCHA, json('c'), token());
    await expect(auth.login(CREDENTIALS)).resolves.toEqual(SIGNED_IN);
    expect(statuses).toEqual(['captcha', 'signed_in']);
    expect(api.seen[1]?.route).toBe(`GET ${CAPTCHA_URL}`);
    expect(JSON.parse(api.seen[2]?.body ?? '')).toEqual({
      ...CREDENTIALS,
      captcha: 'solution of "c"',
    });
  });

  test('is solved twice at most', async () => {
    const { auth, api } = withSolver(CAPTCHA, json('c'), CAPTCHA, json('d'), CAPTCHA);
    await expect(failure(auth.login(CREDENTIALS))).resolves.toMatchObject({
      code: 'CAPTCHA_REQUIRED',
    });
    expect(auth.state.status).toBe('signed_out');
    expect(api.left).toBe(0);
  });

  test('leaves the state when the password is wrong', async () => {
    const { auth, statuses } = withSolver(CAPTCHA, json('c'), envelope('INVALID_CREDENTIALS'));
    await failure(auth.login(CREDENTIALS));
    expect(statuses).toEqual(['captcha', 'signed_out']);
  });

  test('that cannot be solved is the error, with its cause', async () => {
    const api = scripted(CAPTCHA, json('c'));
    const cause = new Error('no crypto');
    const solve = () => Promise.reject(cause);
    const auth = createAuthClient({ baseUrl: ORIGIN, fetch: api.fetch, solveCaptcha: solve });
    const error = await failure(auth.login(CREDENTIALS));
    expect(error).toMatchObject({ code: 'CAPTCHA_REQUIRED', cause });
    expect(auth.state.status).toBe('signed_out');
  });
});

describe('an error', () => {
  test('has what the envelope says', async () => {
    const { auth } = client(...Array(3).fill(envelope('BAD_GATEWAY')));
    const error = await failure(auth.login(CREDENTIALS));
    expect(error).toMatchObject({
      name: 'AuthError',
      message: 'Invalid response from authentication server',
      code: 'BAD_GATEWAY',
      status: 502,
      action: 'retry',
      retryAfter: 2,
      requestId: REQUEST_ID,
      documentationUrl: expect.stringMatching(/#bad-gateway$/),
      details: { upstream: 'AWS Cognito' },
    });
    expect(error).toBeInstanceOf(Error);
  });

  test('of an answer that breaks off is a lost connection', async () => {
    const torn: () => Response = () =>
      new Response(
        new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) }),
      );
    const { auth } = client(torn, torn, torn);
    await expect(failure(auth.login(CREDENTIALS))).resolves.toMatchObject({
      code: 'NETWORK_ERROR',
      status: 0,
    });
  });
});

test('the state is the same object until something changes', async () => {
  const { auth, statuses } = await signedInClient(token({ jti: 2 }), empty);
  const before = auth.state;
  await auth.refresh();
  expect(auth.state).toBe(before);
  await auth.logout();
  expect(statuses()).toEqual(['signed_in', 'signed_out']);
});

test('a listener is not called after it was removed', async () => {
  const { auth } = client(token());
  const listener = jest.fn();
  const stop = auth.onSessionChange(listener);
  stop();
  await auth.restore();
  expect(listener).not.toHaveBeenCalled();
});
