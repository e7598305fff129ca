import { expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { logout } from '../../../../functions/core/sessions/logout.ts';
import { catchCode } from '../../../support/failure.ts';
import { input, signedIn, UPSTREAM_TOKEN, world } from '../../../support/world.ts';

const CLEARED = { cookies: [{ kind: 'refresh', clear: true }] };

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
    expect(ports.sessions.upstreams()).toEqual([]);
    expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
    expect(ports.events).toEqual(['session_ended: signed out']);
  },
);

test('a cookie and a Bearer token of different sessions end both sessions', async () => {
  const ports = world();
  const [one, two] = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
  await logout(
    ports,
    input({ refreshTokens: [one.refreshToken], authorization: `Bearer ${two.jwt}` }),
  );
  expect(ports.sessions.rows()).toEqual([]);
});

test('a rotated refresh token still identifies its session', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  await ports.sessions.rotate(session, { ...session, devices: [] }, ports.clock.seconds());
  await logout(ports, input({ refreshTokens: [refreshToken] }));
  expect(ports.sessions.rows()).toEqual([]);
});

test('a repeated logout succeeds and has no further effect', async () => {
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
  'a malformed cookie': { refreshTokens: ['%00'] },
  'a forged Bearer token': { authorization: 'Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.e30.AAAA' },
  'an Authorization header that is not Bearer': { authorization: 'Basic dGVzdA==' },
};
test.each(Object.entries(nothing))('%s succeeds and ends no session', async (_, given) => {
  const ports = world();
  await signedIn(ports);
  await expect(logout(ports, input(given))).resolves.toEqual(CLEARED);
  expect(ports.sessions.rows()).toHaveLength(1);
});

test('an invalid Bearer token does not prevent logout by the cookie', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  await logout(ports, input({ refreshTokens: [refreshToken], authorization: 'Bearer forged' }));
  expect(ports.sessions.rows()).toEqual([]);
});

test('several genuine cookies end their sessions, and a forged one beside them is ignored', async () => {
  const ports = world();
  const two = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
  const tokens = two.map(({ refreshToken }) => refreshToken);
  await expect(logout(ports, input({ refreshTokens: ['forged', ...tokens] }))).resolves.toEqual(
    CLEARED,
  );
  expect(ports.sessions.rows()).toEqual([]);
});

test.each(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'] as const)(
  '%s is not treated as a successful logout',
  async (code) => {
    const fail = async () => {
      throw new AuthError(code);
    };
    const store = world();
    const { refreshToken, jwt } = await signedIn(store);
    store.sessions.end = fail;
    await expect(catchCode(logout(store, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
      code,
    );

    const keys = world();
    keys.refreshTokens.read = fail;
    await expect(catchCode(logout(keys, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
      code,
    );
    keys.jwts.verify = fail;
    await expect(catchCode(logout(keys, input({ authorization: `Bearer ${jwt}` })))).resolves.toBe(
      code,
    );
  },
);

test('a repeated logout revokes and records what the first one could not', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const request = input({ refreshTokens: [refreshToken] });
  const { end } = ports.sessions;
  ports.sessions.end = async (key) => {
    await end(key);
    throw new AuthError('INTERNAL_ERROR', { cause: new Error('the response was lost') });
  };
  await expect(catchCode(logout(ports, request))).resolves.toBe('INTERNAL_ERROR');
  expect(ports.sessions.rows()).toEqual([]);
  expect(ports.upstreamCalls).toEqual([]);

  ports.sessions.end = end;
  await expect(logout(ports, request)).resolves.toEqual(CLEARED);
  expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
  expect(ports.events).toEqual(['session_ended: signed out']);
  expect(ports.sessions.upstreams()).toEqual([]);
});

test('a failure to read the upstream token is not treated as a successful logout', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  ports.sessions.findUpstream = async () => {
    throw new AuthError('INTERNAL_ERROR');
  };
  await expect(catchCode(logout(ports, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
    'INTERNAL_ERROR',
  );
  expect(ports.sessions.rows()).toEqual([]);
});

test('a failure to delete the upstream token is reported after the revocation', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const failure = new AuthError('INTERNAL_ERROR');
  ports.sessions.deleteUpstream = async () => {
    throw failure;
  };
  await expect(logout(ports, input({ refreshTokens: [refreshToken] }))).resolves.toEqual(CLEARED);
  expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
  expect(ports.reported).toEqual([failure]);
});

test('a failed revocation is reported, and a repeated logout tries it again', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const failure = new AuthError('BAD_GATEWAY');
  ports.upstream.revoke = async () => {
    throw failure;
  };
  const request = input({ refreshTokens: [refreshToken] });
  await expect(logout(ports, request)).resolves.toEqual(CLEARED);
  expect(ports.reported).toEqual([failure]);

  ports.upstream.revoke = async () => {};
  await logout(ports, request);
  expect(ports.upstreamCalls).toHaveLength(2);
  expect(ports.sessions.upstreams()).toEqual([]);
});

test('an upstream token that cannot be decrypted is reported, and the session ends', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports, { upstream: 'k1.AAAA.AAAA.AAAA' });
  await expect(logout(ports, input({ refreshTokens: [refreshToken] }))).resolves.toEqual(CLEARED);
  expect(ports.reported).toHaveLength(1);
  expect(ports.sessions.rows()).toEqual([]);
});
