import { expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { logout } from '../../../../functions/core/sessions/logout.ts';
import { input, signedIn, UPSTREAM_TOKEN, world } from '../../../fakes/world.ts';
import { codeOf } from '../../../support/failure.ts';

const CLEARED = { cookie: 'clear' };

const credentials = {
  'the cookie': { cookie: true },
  'the Bearer token': { bearer: true },
  'both, for one session': { cookie: true, bearer: true },
  'an expired Bearer token': { bearer: true, after: 16 * 86_400 },
};
test.each(Object.entries(credentials))(
  '%s ends the session, revokes its upstream token and clears the cookie',
  async (_, given) => {
    const ports = world();
    const { refreshToken, jwt } = await signedIn(ports);
    const { cookie, bearer, after } = { cookie: false, bearer: false, after: 0, ...given };
    ports.clock.advance(after);
    const request = input({
      refreshTokens: cookie ? [refreshToken] : [],
      authorization: bearer ? `Bearer ${jwt}` : undefined,
    });
    await expect(logout(ports, request)).resolves.toEqual(CLEARED);
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
    expect(ports.events).toEqual(['session_ended: signed out']);
  },
);

test('a cookie and a Bearer token of two sessions end both', async () => {
  const ports = world();
  const [one, two] = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
  await logout(
    ports,
    input({ refreshTokens: [one.refreshToken], authorization: `Bearer ${two.jwt}` }),
  );
  expect(ports.sessions.rows()).toEqual([]);
});

test('a rotated refresh token still says which session it was', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  await ports.sessions.rotate(session, ports.clock.seconds());
  await logout(ports, input({ refreshTokens: [refreshToken] }));
  expect(ports.sessions.rows()).toEqual([]);
});

test('twice is as good as once', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const request = input({ refreshTokens: [refreshToken] });
  await logout(ports, request);
  await expect(logout(ports, request)).resolves.toEqual(CLEARED);
  expect(ports.events).toHaveLength(1);
});

const nothing = {
  'no credential': {},
  'a forged cookie': { refreshTokens: ['1.k1.YQ.s.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] },
  'a cookie that is garbage': { refreshTokens: ['%00'] },
  'a forged Bearer token': { authorization: 'Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.e30.AAAA' },
  'an Authorization that is not Bearer': { authorization: 'Basic dGVzdA==' },
};
test.each(Object.entries(nothing))('%s ends nothing and is success', async (_, given) => {
  const ports = world();
  await signedIn(ports);
  await expect(logout(ports, input(given))).resolves.toEqual(CLEARED);
  expect(ports.sessions.rows()).toHaveLength(1);
});

test('a forged Bearer token does not keep the cookie from working', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  await logout(ports, input({ refreshTokens: [refreshToken], authorization: 'Bearer forged' }));
  expect(ports.sessions.rows()).toEqual([]);
});

test('several different refresh cookies are refused: none can be preferred', async () => {
  await expect(codeOf(logout(world(), input({ refreshTokens: ['a', 'b'] })))).resolves.toBe(
    'BAD_REQUEST',
  );
});

test.each(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'] as const)(
  'our own %s must not look like a sign-out',
  async (code) => {
    const fail = async () => {
      throw new AuthError(code);
    };
    const store = world();
    const { refreshToken, jwt } = await signedIn(store);
    store.sessions.end = fail;
    await expect(codeOf(logout(store, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
      code,
    );

    const keys = world();
    keys.refreshTokens.read = fail;
    await expect(codeOf(logout(keys, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
      code,
    );
    keys.jwts.verify = fail;
    await expect(codeOf(logout(keys, input({ authorization: `Bearer ${jwt}` })))).resolves.toBe(
      code,
    );
  },
);

test('an upstream that cannot revoke changes nothing for the client, and is reported', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const failure = new AuthError('BAD_GATEWAY');
  ports.upstream.revoke = async () => {
    throw failure;
  };
  await expect(logout(ports, input({ refreshTokens: [refreshToken] }))).resolves.toEqual(CLEARED);
  expect(ports.reported).toEqual([failure]);
});

test('an upstream token that cannot be opened is reported, and the session has ended', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports, { upstream: 'k1.AAAA.AAAA.AAAA' });
  await expect(logout(ports, input({ refreshTokens: [refreshToken] }))).resolves.toEqual(CLEARED);
  expect(ports.reported).toHaveLength(1);
  expect(ports.sessions.rows()).toEqual([]);
});
