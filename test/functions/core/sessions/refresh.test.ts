import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { SESSION } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { buildClientMessage, catchCode, catchFailure } from '../../../support/failure.ts';
import {
  cookieOf,
  input,
  signedIn,
  UPSTREAM_TOKEN,
  USER,
  type World,
  world,
} from '../../../support/world.ts';

/** Refreshes with a token. Returns the successor, its lifetime in seconds, and the JWT. */
async function refreshed(ports: World, token: string) {
  const reply = await refresh(ports, input({ refreshTokens: [token] }));
  const { value, maxAge } = cookieOf(reply, 'refresh');
  return { successor: value, maxAge, jwt: (reply.body as { token: string }).token };
}
const failureCode = (ports: World, token: string) => catchCode(refreshed(ports, token));
const STALE = SESSION.revalidateAfter;
const WINDOW = SESSION.successorWindow;

describe('without revalidation', () => {
  test('a refresh moves to the next generation without asking the upstream', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    ports.clock.advance(60);
    const { successor, maxAge, jwt } = await refreshed(ports, refreshToken);
    await expect(ports.refreshTokens.read(successor)).resolves.toEqual({
      sub: USER.sub,
      sid: 'session-1',
      counter: 2,
    });
    expect(maxAge).toBe(SESSION.lifetime - 60);
    expect(decodeJwt(jwt)).toMatchObject({ sid: 'session-1', iat: ports.clock.seconds() });
    expect(ports.upstreamCalls).toEqual([]);
  });

  test('refreshing works until the absolute end of the session, and not after it', async () => {
    const ports = world();
    let { refreshToken } = await signedIn(ports);
    for (let day = 0; day < 29; day += 1) {
      ports.clock.advance(86_400);
      refreshToken = (await refreshed(ports, refreshToken)).successor;
    }
    ports.clock.advance(86_399);
    const last = await refreshed(ports, refreshToken);
    expect(last.maxAge).toBe(1);
    ports.clock.advance(1);
    await expect(failureCode(ports, last.successor)).resolves.toBe('INVALID_REFRESH_TOKEN');
  });
});

describe('without reading the store', () => {
  const untouched = () => {
    const ports = world();
    ports.sessions.rotate = async () => {
      throw new Error('read');
    };
    return ports;
  };
  test('a missing cookie is BAD_REQUEST', async () => {
    const failure = await catchFailure(refresh(untouched(), input({})));
    expect(failure.code).toBe('BAD_REQUEST');
    expect(buildClientMessage(failure)).toBe('No refresh token available');
  });
  test('several genuine cookies are BAD_REQUEST', async () => {
    const ports = untouched();
    const two = [await signedIn(ports), await signedIn(ports, { sid: 'session-2' })];
    const tokens = two.map(({ refreshToken }) => refreshToken);
    const failure = await catchFailure(refresh(ports, input({ refreshTokens: tokens })));
    expect(failure.options.details).toEqual({
      field: 'refresh_token',
      issue: 'was sent more than once',
    });
  });
  test.each(['', 'garbage', '1.k1.YQ.s.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'a forged token (%j) is INVALID_REFRESH_TOKEN',
    async (token) => {
      await expect(failureCode(untouched(), token)).resolves.toBe('INVALID_REFRESH_TOKEN');
    },
  );
});

describe('a rotated token', () => {
  test('gets the same successor until the end of the window', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    for (const seconds of [0, 1, WINDOW - 1]) {
      ports.clock.advance(seconds);
      await expect(refreshed(ports, refreshToken)).resolves.toMatchObject({ successor });
    }
    expect(ports.events).toEqual(Array(3).fill('successor_reissued'));
  });

  test('ends the session after the window, which earlier reuse does not extend', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    ports.clock.advance(WINDOW);
    await refreshed(ports, refreshToken);
    ports.clock.advance(1);
    await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.events).toEqual([
      'successor_reissued',
      'reuse_detected',
      'session_ended: refresh token reused',
    ]);
    expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
    await expect(failureCode(ports, successor)).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('that is two generations old ends the session, even in the same second', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    await refreshed(ports, successor);
    await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('gets the same successor if the clock of another function is behind', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    ports.clock.advance(-5);
    await expect(refreshed(ports, refreshToken)).resolves.toMatchObject({ successor });
  });
});

test('a token newer than the stored one is rejected and the session stays', async () => {
  const ports = world();
  const { session } = await signedIn(ports);
  const newer = await ports.refreshTokens.mint({ ...session, counter: 2 });
  await expect(failureCode(ports, newer)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.sessions.rows()).toHaveLength(1);
  expect(ports.events).toEqual(['session_refused: newer than the stored generation']);
});

test('a token of a deleted session is rejected', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  await ports.sessions.end(session);
  await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.events).toEqual(['session_refused: no such session']);
});

test('a token of an expired session is rejected without revalidation', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  ports.clock.advance(SESSION.lifetime);
  await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.events).toEqual(['session_refused: no such session']);
  expect(ports.upstreamCalls).toEqual([]);
});

describe('a session that must be revalidated', () => {
  async function stale() {
    const ports = world();
    const session = await signedIn(ports);
    ports.clock.advance(STALE);
    return { ports, ...session };
  }

  test('is revalidated with the real username, once', async () => {
    const { ports, refreshToken } = await stale();
    const changed = { ...USER, groups: ['admins'] };
    ports.upstream.revalidate = async () => changed;
    const { successor, jwt } = await refreshed(ports, refreshToken);
    expect(ports.upstreamCalls).toEqual([`revalidate ${USER.username} ${UPSTREAM_TOKEN}`]);
    expect(decodeJwt(jwt)).toMatchObject({ groups: ['admins'] });
    expect(ports.sessions.rows()[0]).toMatchObject({
      counter: 2,
      user: changed,
      validatedAt: ports.clock.seconds(),
    });
    await refreshed(ports, successor);
    expect(ports.upstreamCalls).toHaveLength(1);
  });

  test('keeps its upstream token', async () => {
    const { ports, session, refreshToken } = await stale();
    await refreshed(ports, refreshToken);
    const [upstream = ''] = ports.sessions.upstreams();
    await expect(ports.sealer.open(upstream, session)).resolves.toBe(UPSTREAM_TOKEN);
  });

  test('ends if its upstream token is gone', async () => {
    const { ports, session, refreshToken } = await stale();
    await ports.sessions.deleteUpstream(session);
    await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.events).toEqual(['session_ended: no upstream token']);
    expect(ports.upstreamCalls).toEqual([]);
  });

  test.each(['INVALID_REFRESH_TOKEN', 'USER_NOT_CONFIRMED', 'PASSWORD_RESET_REQUIRED'] as const)(
    'ends if the upstream throws %s, which the refresh throws as well',
    async (code) => {
      const { ports, refreshToken } = await stale();
      ports.upstream.revalidate = async () => {
        throw new AuthError(code);
      };
      await expect(failureCode(ports, refreshToken)).resolves.toBe(code);
      expect(ports.sessions.rows()).toEqual([]);
      expect(ports.sessions.upstreams()).toEqual([]);
      expect(ports.events).toEqual(['session_ended: refused upstream']);
      expect(ports.upstreamCalls.filter((call) => call.startsWith('revoke'))).toEqual([]);
    },
  );

  test.each(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR'] as const)(
    'does not change if the upstream throws %s, and a retry works',
    async (code) => {
      const { ports, refreshToken } = await stale();
      const before = ports.sessions.rows();
      const { revalidate } = ports.upstream;
      ports.upstream.revalidate = async () => {
        throw new AuthError(code);
      };
      await expect(failureCode(ports, refreshToken)).resolves.toBe(code);
      expect(ports.sessions.rows()).toEqual(before);
      expect(ports.events).toEqual([]);
      ports.upstream.revalidate = revalidate;
      await expect(refreshed(ports, refreshToken)).resolves.toHaveProperty('successor');
    },
  );

  test('does not change if the upstream returns another user', async () => {
    const { ports, refreshToken } = await stale();
    const before = ports.sessions.rows();
    ports.upstream.revalidate = async () => ({ ...USER, sub: 'another-sub' });
    await expect(failureCode(ports, refreshToken)).resolves.toBe('BAD_GATEWAY');
    expect(ports.sessions.rows()).toEqual(before);
  });

  test('does not change if its upstream token cannot be decrypted', async () => {
    const { ports, session } = await stale();
    await ports.sessions.create(session, 'k1.AAAA.AAAA.AAAA');
    const token = await ports.refreshTokens.mint(session);
    await expect(refreshed(ports, token)).rejects.not.toBeInstanceOf(AuthError);
    expect(ports.sessions.rows()).toHaveLength(1);
  });

  test('returns the successor of another tab that was faster', async () => {
    const { ports, session, refreshToken } = await stale();
    let faster: string | undefined;
    ports.upstream.revalidate = async () => {
      const rotation = await ports.sessions.rotateRevalidated(
        session,
        session,
        ports.clock.seconds(),
      );
      faster = rotation.session && (await ports.refreshTokens.mint(rotation.session));
      return USER;
    };
    const { successor } = await refreshed(ports, refreshToken);
    expect(successor).toBe(faster);
    expect(ports.sessions.rows()[0]).toMatchObject({ counter: 2 });
  });

  test('that ends in the meantime is rejected and stays ended', async () => {
    const { ports, session, refreshToken } = await stale();
    ports.upstream.revalidate = async () => {
      await ports.sessions.end(session);
      return USER;
    };
    await expect(failureCode(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('gets one successor if five tabs refresh at once', async () => {
    const { ports, refreshToken } = await stale();
    const all = await Promise.all(Array.from({ length: 5 }, () => refreshed(ports, refreshToken)));
    expect(new Set(all.map(({ successor }) => successor)).size).toBe(1);
    expect(ports.sessions.rows()[0]).toMatchObject({ counter: 2 });
  });
});
