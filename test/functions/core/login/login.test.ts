import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { AuthError } from '../../../../functions/core/error.ts';
import { login } from '../../../../functions/core/login/login.ts';
import { catchCode } from '../../../support/failure.ts';
import {
  cookieOf,
  signedIn,
  UPSTREAM_TOKEN,
  USER,
  type World,
  world,
} from '../../../support/world.ts';

const credentials = { username: 'test@example.com', password: 'ValidPass123!' };
const input = (...refreshTokens: string[]) => ({
  body: credentials,
  refreshTokens,
  deviceCookies: [],
  challengeCookies: [],
  authorization: undefined,
  userAgent: undefined,
  origins: [],
  address: '192.0.2.1',
});

test('stores a session and returns its tokens', async () => {
  const ports = world();
  const reply = await login(ports, input());
  const { body } = reply;
  const cookie = cookieOf(reply, 'refresh');
  const [session] = ports.sessions.rows();
  const now = ports.clock.seconds();

  expect(session).toMatchObject({
    sub: USER.sub,
    user: USER,
    counter: 1,
    createdAt: now,
    authenticatedAt: now,
    amr: ['pwd'],
    validatedAt: now,
    rotatedAt: now,
    expiresAt: now + 30 * 86_400,
  });
  expect(body).toEqual({
    token: expect.any(String),
    expiresIn: 1_296_000,
    refreshToken: 'Set in httpOnly cookie',
  });
  expect(decodeJwt((body as { token: string }).token)).toMatchObject({
    sub: USER.sub,
    sid: session?.sid,
    exp: now + 15 * 86_400,
  });
  expect(cookie.maxAge).toBe(30 * 86_400);
  await expect(ports.refreshTokens.read(cookie.value)).resolves.toEqual({
    sub: USER.sub,
    sid: session?.sid,
    counter: 1,
  });
});

test('stores the upstream token encrypted, bound to the session', async () => {
  const ports = world();
  await login(ports, input());
  const [session] = ports.sessions.rows();
  const [upstream = ''] = ports.sessions.upstreams();
  expect(JSON.stringify([session, upstream])).not.toContain(UPSTREAM_TOKEN);
  if (!session) throw new Error('no session');
  await expect(ports.sealer.open(upstream, session)).resolves.toBe(UPSTREAM_TOKEN);
});

test('two logins create two sessions', async () => {
  const ports = world();
  await Promise.all([login(ports, input()), login(ports, input())]);
  expect(new Set(ports.sessions.rows().map(({ sid }) => sid)).size).toBe(2);
});

test('counts the attempt before it asks the upstream, and reports the success', async () => {
  const ports = world();
  const order: string[] = [];
  const counted: typeof ports = {
    ...ports,
    attempts: {
      begin(guess) {
        order.push('counted');
        return ports.attempts.begin(guess);
      },
    },
  };
  ports.upstream.signIn = async () => {
    order.push('asked');
    return { user: USER, refreshToken: UPSTREAM_TOKEN };
  };
  await login(counted, input());
  expect(order).toEqual(['counted', 'asked']);
  expect(ports.settled).toEqual(['succeeded']);
});

test('does not ask the upstream if the attempt is refused', async () => {
  const ports = world();
  ports.attempts.begin = async () => {
    throw new AuthError('CAPTCHA_REQUIRED');
  };
  await expect(catchCode(login(ports, input()))).resolves.toBe('CAPTCHA_REQUIRED');
  expect(ports.upstreamCalls).toEqual([]);
});

test.each([
  'INVALID_CREDENTIALS',
  'CHALLENGE_REQUIRED',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_ERROR',
] as const)(
  'throws %s of the upstream, reports the failed attempt and stores no session',
  async (code) => {
    const ports = world();
    ports.upstream.signIn = async () => {
      throw new AuthError(code);
    };
    await expect(catchCode(login(ports, input()))).resolves.toBe(code);
    expect(ports.settled).toEqual(['failed']);
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.events).toEqual([]);
  },
);

test('ends the session of the cookie', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  await login(ports, input(refreshToken));
  expect(ports.sessions.rows().map(({ sid }) => sid)).not.toContain(session.sid);
  expect(ports.sessions.upstreams()).toHaveLength(1);
  expect(ports.events).toEqual(['session_ended: replaced by a login', 'login_succeeded']);
});

test('ends every session that a genuine cookie names, and ignores forged cookies', async () => {
  const ports = world();
  const one = await signedIn(ports);
  const two = await signedIn(ports, { sid: 'session-2' });
  const { session: other } = await signedIn(ports, { sid: 'session-3' });
  const successor = await ports.refreshTokens.mint({ ...one.session, counter: 2 });
  const forged = one.refreshToken.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  await login(ports, input('', forged, one.refreshToken, successor, two.refreshToken));
  const sids = ports.sessions.rows().map(({ sid }) => sid);
  expect(sids).toEqual([other.sid, expect.stringMatching(/^[\w-]{22}$/)]);
  expect(ports.reported).toEqual([]);
});

/** The steps of a login that can fail for our own reasons. */
const failures: Record<string, (ports: World, fail: () => Promise<never>) => void> = {
  'the attempt cannot be counted': (ports, fail) => {
    ports.attempts.begin = fail;
  },
  'the upstream rejects the password': (ports, fail) => {
    ports.upstream.signIn = fail;
  },
  'the upstream token cannot be encrypted': (ports, fail) => {
    ports.sealer.seal = fail;
  },
  'the session cannot be stored': (ports, fail) => {
    ports.sessions.create = fail;
  },
  'the session token cannot be signed': (ports, fail) => {
    ports.jwts.sign = fail;
  },
  'the refresh token cannot be made': (ports, fail) => {
    ports.refreshTokens.mint = fail;
  },
};
test.each(Object.entries(failures))('keeps the session of the cookie if %s', async (_, breakIt) => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  breakIt(ports, async () => {
    throw new AuthError('INTERNAL_ERROR');
  });
  await expect(catchCode(login(ports, input(refreshToken)))).resolves.toBe('INTERNAL_ERROR');
  expect(ports.sessions.rows()).toContainEqual(session);
  await expect(ports.sessions.findUpstream(session)).resolves.toBeDefined();
});

test('ends the session of the cookie only after the new one is stored', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  const { create } = ports.sessions;
  ports.sessions.create = async (...args) => {
    await new Promise(setImmediate);
    expect(ports.sessions.rows()).toEqual([session]);
    await create(...args);
  };
  await login(ports, input(refreshToken));
  expect(ports.sessions.rows()).toHaveLength(1);
});

test.each(['', 'garbage', '1.k1.YQ.s.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
  'succeeds with an invalid cookie (%j)',
  async (cookie) => {
    await expect(login(world(), input(cookie))).resolves.toHaveProperty('body');
  },
);

test('succeeds with a cookie whose key cannot be looked up at the moment', async () => {
  const ports = world();
  ports.refreshTokens.read = async () => {
    throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 10 });
  };
  await expect(login(ports, input('1.other'))).resolves.toHaveProperty('body');
});

test.each(['end', 'deleteUpstream'] as const)(
  'succeeds if %s fails for the session of the cookie, and reports it',
  async (method) => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const failure = new AuthError('INTERNAL_ERROR');
    ports.sessions[method] = async () => {
      throw failure;
    };
    await expect(login(ports, input(refreshToken))).resolves.toHaveProperty('body');
    expect(ports.reported).toEqual([failure]);
  },
);

test('succeeds if the cookie cannot be read, and reports it', async () => {
  const ports = world();
  const failure = new AuthError('INTERNAL_ERROR');
  ports.refreshTokens.read = async () => {
    throw failure;
  };
  await expect(login(ports, input('1.other'))).resolves.toHaveProperty('body');
  expect(ports.reported).toEqual([failure]);
});

test.each(['sealer', 'refreshTokens', 'jwts', 'devices'] as const)(
  'settles the attempt if %s fails after the right password',
  async (port) => {
    const ports = world();
    const failing = async () => {
      throw new Error('failed');
    };
    Object.assign(ports[port], { seal: failing, mint: failing, sign: failing, write: failing });
    await expect(login(ports, input())).rejects.toThrow('failed');
    expect(ports.settled).toEqual(['failed']);
    expect(ports.sessions.rows()).toEqual([]);
  },
);

test('the session remembers the device that the cookie of the reply names', async () => {
  const ports = world();
  const { cookies = [] } = await login(ports, input());
  const [session] = ports.sessions.rows();
  const cookie = cookies.find(({ kind }) => kind === 'device');
  if (!cookie || 'clear' in cookie) throw new Error('no device cookie');
  const [entry] = await ports.devices.read([cookie.value]);
  expect(entry?.nonce).toBe(session?.device);
});

test('sends the normal form of the password, so that either spelling of a letter signs in', async () => {
  const ports = world();
  const guesses: string[] = [];
  const { begin } = ports.attempts;
  ports.attempts.begin = (guess) => {
    guesses.push(guess.password);
    return begin(guess);
  };
  const composed = 'caf\u00e9 on the corner';
  for (const password of [composed, composed.normalize('NFD'), credentials.password]) {
    await login(ports, { ...input(), body: { ...credentials, password } });
  }
  expect(guesses).toEqual([composed, composed, credentials.password]);
  expect(ports.upstreamCalls).toEqual(
    guesses.map((password) => `signIn ${credentials.username} ${password}`),
  );
});

test('refuses a password that is too long in normal form as a wrong one, without a call', async () => {
  const ports = world();
  const body = { ...credentials, password: '\u0958'.repeat(200) };
  expect(await catchCode(login(ports, { ...input(), body }))).toBe('INVALID_CREDENTIALS');
  expect(ports.settled).toEqual(['failed']);
  expect(ports.upstreamCalls).toEqual([]);
});

describe('a notice of a new device', () => {
  const deviceOf = async (ports: World) => {
    const { cookies = [] } = await login(ports, input());
    const device = cookies.find(({ kind }) => kind === 'device');
    ports.noticed.length = 0;
    return (device as { value: string }).value;
  };

  test('goes to the address of the account and names the client', async () => {
    const ports = world();
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await login(ports, { ...input(), userAgent });
    expect(ports.noticed).toEqual([
      { kind: 'new_device', to: USER.email, device: 'Firefox on Linux' },
    ]);
  });

  test('is not sent for a device that the account was used on before', async () => {
    const ports = world();
    const known = await deviceOf(ports);
    await login(ports, { ...input(), deviceCookies: [known] });
    expect(ports.noticed).toEqual([]);
  });

  test('is sent if the device cookie is forged', async () => {
    const ports = world();
    const forged = `${(await deviceOf(ports)).slice(0, -2)}AA`;
    await login(ports, { ...input(), deviceCookies: [forged] });
    expect(ports.noticed).toHaveLength(1);
  });

  test('is not sent if the login fails, or if the user has no address', async () => {
    const ports = world();
    ports.upstream.signIn = async () => {
      throw new AuthError('INVALID_CREDENTIALS');
    };
    await catchCode(login(ports, input()));
    ports.upstream.signIn = async () => ({
      user: { ...USER, email: null },
      refreshToken: UPSTREAM_TOKEN,
    });
    await login(ports, input());
    expect(ports.noticed).toEqual([]);
  });
});
