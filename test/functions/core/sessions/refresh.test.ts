import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { SESSION } from '../../../../contract/limits.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { input, signedIn, UPSTREAM_TOKEN, USER, type World, world } from '../../../fakes/world.ts';
import { clientMessageOf, codeOf, failureOf } from '../../../support/failure.ts';

/** Refreshes with a token; the successor and the seconds its cookie lives. */
async function refreshed(ports: World, token: string) {
  const { body, cookie } = await refresh(ports, input({ refreshTokens: [token] }));
  if (!cookie || cookie === 'clear') throw new Error('no cookie');
  return { successor: cookie.value, maxAge: cookie.maxAge, jwt: (body as { token: string }).token };
}
const refusedWith = (ports: World, token: string) => codeOf(refreshed(ports, token));
const STALE = SESSION.revalidateAfter;
const WINDOW = SESSION.successorWindow;

describe('the fast path', () => {
  test('moves on one generation without asking the upstream', async () => {
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

  test('can be gone on for as long as the session lives, and no longer', async () => {
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
    await expect(refusedWith(ports, last.successor)).resolves.toBe('INVALID_REFRESH_TOKEN');
  });
});

describe('before the store is asked', () => {
  const untouched = () => {
    const ports = world();
    ports.sessions.rotate = async () => {
      throw new Error('asked');
    };
    return ports;
  };
  test('no cookie is a bad request that names it', async () => {
    const failure = await failureOf(refresh(untouched(), input({})));
    expect(failure.code).toBe('BAD_REQUEST');
    expect(clientMessageOf(failure)).toBe('No refresh token available');
  });
  test('several different cookies are a bad request', async () => {
    const failure = await failureOf(refresh(untouched(), input({ refreshTokens: ['a', 'b'] })));
    expect(failure.options.details).toEqual({
      field: 'refresh_token',
      issue: 'was sent more than once',
    });
  });
  test.each(['', 'garbage', '1.k1.YQ.s.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'a forged token (%j) is refused',
    async (token) => {
      await expect(refusedWith(untouched(), token)).resolves.toBe('INVALID_REFRESH_TOKEN');
    },
  );
});

describe('a token that was rotated already', () => {
  test('gets the same successor within the window, its border included', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    for (const seconds of [0, 1, WINDOW - 1]) {
      ports.clock.advance(seconds);
      await expect(refreshed(ports, refreshToken)).resolves.toMatchObject({ successor });
    }
    expect(ports.events).toEqual([]);
  });

  test('ends the session a second after the window: reuse did not slide it', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    ports.clock.advance(WINDOW);
    await refreshed(ports, refreshToken);
    ports.clock.advance(1);
    await expect(refusedWith(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.events).toEqual(['reuse_detected', 'session_ended: refresh token reused']);
    expect(ports.upstreamCalls).toEqual([`revoke ${UPSTREAM_TOKEN}`]);
    await expect(refusedWith(ports, successor)).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('and is two generations old ends the session, even in the same second', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    await refreshed(ports, successor);
    await expect(refusedWith(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('converges where another function’s clock is behind', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    const { successor } = await refreshed(ports, refreshToken);
    ports.clock.advance(-5);
    await expect(refreshed(ports, refreshToken)).resolves.toMatchObject({ successor });
  });
});

test('a token newer than the row, as after a restored table, is refused and the session stays', async () => {
  const ports = world();
  const { session } = await signedIn(ports);
  const newer = await ports.refreshTokens.mint({ ...session, counter: 2 });
  await expect(refusedWith(ports, newer)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.sessions.rows()).toHaveLength(1);
  expect(ports.events).toEqual(['session_refused: newer than the stored generation']);
});

test('a session that is gone is refused', async () => {
  const ports = world();
  const { session, refreshToken } = await signedIn(ports);
  await ports.sessions.end(session);
  await expect(refusedWith(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.events).toEqual(['session_refused: no such session']);
});

test('a session that expired is refused, and never revalidated or called reuse', async () => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  ports.clock.advance(SESSION.lifetime);
  await expect(refusedWith(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
  expect(ports.events).toEqual(['session_refused: no such session']);
  expect(ports.upstreamCalls).toEqual([]);
});

describe('a session that the upstream has not vouched for lately', () => {
  async function stale() {
    const ports = world();
    const session = await signedIn(ports);
    ports.clock.advance(STALE);
    return { ports, ...session };
  }

  test('is revalidated with the real username, and then fast again', async () => {
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

  test('keeps its upstream token, sealed anew', async () => {
    const { ports, session, refreshToken } = await stale();
    await refreshed(ports, refreshToken);
    const [row] = ports.sessions.rows();
    expect(row?.upstream).not.toBe(session.upstream);
    if (row) await expect(ports.sealer.open(row.upstream, row)).resolves.toBe(UPSTREAM_TOKEN);
  });

  test.each(['INVALID_REFRESH_TOKEN', 'USER_NOT_CONFIRMED', 'PASSWORD_RESET_REQUIRED'] as const)(
    'ends when the upstream says %s, which is passed on',
    async (code) => {
      const { ports, refreshToken } = await stale();
      ports.upstream.revalidate = async () => {
        throw new AuthError(code);
      };
      await expect(refusedWith(ports, refreshToken)).resolves.toBe(code);
      expect(ports.sessions.rows()).toEqual([]);
      expect(ports.events).toEqual(['session_ended: refused upstream']);
      expect(ports.upstreamCalls.filter((call) => call.startsWith('revoke'))).toEqual([]);
    },
  );

  test.each(['BAD_GATEWAY', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR'] as const)(
    'is unchanged by %s from the upstream, and a retry works',
    async (code) => {
      const { ports, refreshToken } = await stale();
      const before = ports.sessions.rows();
      const { revalidate } = ports.upstream;
      ports.upstream.revalidate = async () => {
        throw new AuthError(code);
      };
      await expect(refusedWith(ports, refreshToken)).resolves.toBe(code);
      expect(ports.sessions.rows()).toEqual(before);
      expect(ports.events).toEqual([]);
      ports.upstream.revalidate = revalidate;
      await expect(refreshed(ports, refreshToken)).resolves.toHaveProperty('successor');
    },
  );

  test('is unchanged when the upstream vouches for another user', async () => {
    const { ports, refreshToken } = await stale();
    const before = ports.sessions.rows();
    ports.upstream.revalidate = async () => ({ ...USER, sub: 'somebody-else' });
    await expect(refusedWith(ports, refreshToken)).resolves.toBe('BAD_GATEWAY');
    expect(ports.sessions.rows()).toEqual(before);
  });

  test('is unchanged when its upstream token cannot be opened: that is our failure', async () => {
    const { ports, session } = await stale();
    await ports.sessions.create({ ...session, upstream: 'k1.AAAA.AAAA.AAAA' });
    const token = await ports.refreshTokens.mint(session);
    await expect(refreshed(ports, token)).rejects.not.toBeInstanceOf(AuthError);
    expect(ports.sessions.rows()).toHaveLength(1);
  });

  test('hands out the successor of another tab that was faster meanwhile', async () => {
    const { ports, session, refreshToken } = await stale();
    let faster: string | undefined;
    ports.upstream.revalidate = async () => {
      const [row] = ports.sessions.rows();
      const rotation = await ports.sessions.rotateRevalidated(
        session,
        { user: USER, upstream: row?.upstream ?? '' },
        ports.clock.seconds(),
      );
      faster = rotation.session && (await ports.refreshTokens.mint(rotation.session));
      return USER;
    };
    const { successor } = await refreshed(ports, refreshToken);
    expect(successor).toBe(faster);
    expect(ports.sessions.rows()[0]).toMatchObject({ counter: 2 });
  });

  test('that is signed out meanwhile is refused and stays signed out', async () => {
    const { ports, session, refreshToken } = await stale();
    ports.upstream.revalidate = async () => {
      await ports.sessions.end(session);
      return USER;
    };
    await expect(refusedWith(ports, refreshToken)).resolves.toBe('INVALID_REFRESH_TOKEN');
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('refreshed by five tabs at once gets one successor', async () => {
    const { ports, refreshToken } = await stale();
    const all = await Promise.all(Array.from({ length: 5 }, () => refreshed(ports, refreshToken)));
    expect(new Set(all.map(({ successor }) => successor)).size).toBe(1);
    expect(ports.sessions.rows()[0]).toMatchObject({ counter: 2 });
  });
});
