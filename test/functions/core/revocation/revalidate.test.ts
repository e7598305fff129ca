import { describe, expect, test } from '@jest/globals';
import { AuthError } from '../../../../functions/core/error.ts';
import { revalidate } from '../../../../functions/core/revocation/revalidate.ts';
import type { LookedUpUser } from '../../../../functions/core/revocation/user-lookup.ts';
import { refresh } from '../../../../functions/core/sessions/refresh.ts';
import { catchCode } from '../../../support/failure.ts';
import { input, signedIn, USER, type World, world } from '../../../support/world.ts';

const HOUR = 3_600;
const KEY = { sub: USER.sub, sid: 'session-1' };
const CONFIRMED: LookedUpUser = { allowed: true, user: USER };
const DISABLED: LookedUpUser = { allowed: false, reason: 'user disabled' };

/** A signed-in user whose last confirmation is an hour old. */
async function dueSession() {
  const ports = world();
  const signed = await signedIn(ports);
  ports.clock.advance(HOUR);
  return { ports, ...signed };
}
const revalidateNow = (ports: World) =>
  revalidate(ports, HOUR, { ...KEY, requestedAt: ports.clock.seconds() });
const rowOf = (ports: World) => ports.sessions.rows()[0];
/** Answers each question about a user. Returns the usernames of the questions. */
function answering(ports: World, answer: () => LookedUpUser | Promise<LookedUpUser>) {
  const asked: string[] = [];
  ports.users.lookUp = async (username) => {
    asked.push(username);
    return answer();
  };
  return asked;
}

test('stores what the upstream answers about the user, with the time of the question', async () => {
  const { ports } = await dueSession();
  const user = { ...USER, groups: ['other'], email: 'new@example.com' };
  const askedAt = ports.clock.seconds();
  const asked = answering(ports, () => {
    ports.clock.advance(5);
    return { allowed: true, user };
  });
  await revalidateNow(ports);
  expect(asked).toEqual([USER.username]);
  expect(rowOf(ports)).toMatchObject({ user, validatedAt: askedAt, counter: 1 });
  expect(ports.events).toEqual([]);
});

describe('does not ask the upstream if', () => {
  test('the request is older than an hour', async () => {
    const { ports } = await dueSession();
    const asked = answering(ports, () => CONFIRMED);
    const requestedAt = ports.clock.seconds() - HOUR;
    await revalidate(ports, HOUR, { ...KEY, requestedAt: requestedAt - 1 });
    expect(asked).toEqual([]);
    await revalidate(ports, HOUR, { ...KEY, requestedAt });
    expect(asked).toHaveLength(1);
  });

  test('the session was confirmed in the meantime', async () => {
    const { ports } = await dueSession();
    const asked = answering(ports, () => CONFIRMED);
    await revalidateNow(ports);
    await revalidateNow(ports);
    expect(asked).toHaveLength(1);
  });

  test('another function is asking', async () => {
    const { ports } = await dueSession();
    const asked = answering(ports, async () => {
      await revalidateNow(ports);
      return CONFIRMED;
    });
    await revalidateNow(ports);
    expect(asked).toHaveLength(1);
  });

  test('the session has ended or expired', async () => {
    const { ports } = await dueSession();
    const asked = answering(ports, () => CONFIRMED);
    ports.clock.advance(30 * 86_400);
    await revalidateNow(ports);
    await ports.sessions.end(KEY);
    await revalidateNow(ports);
    expect(asked).toEqual([]);
    expect(ports.sessions.rows()).toEqual([]);
  });
});

describe('a certain no', () => {
  test('ends the session and deletes its upstream token', async () => {
    const { ports } = await dueSession();
    answering(ports, () => DISABLED);
    await revalidateNow(ports);
    expect(ports.sessions.rows()).toEqual([]);
    expect(ports.sessions.upstreams()).toEqual([]);
    expect(ports.events).toEqual(['session_ended: user disabled']);
  });

  test('is another person under the username', async () => {
    const { ports } = await dueSession();
    answering(ports, () => ({ allowed: true, user: { ...USER, sub: 'another' } }));
    await revalidateNow(ports);
    expect(ports.events).toEqual(['session_ended: user replaced']);
    expect(ports.sessions.rows()).toEqual([]);
  });

  test('does not end a session that a refresh confirmed after the question', async () => {
    const { ports, refreshToken } = await dueSession();
    answering(ports, async () => {
      await refresh(ports, input({ refreshTokens: [refreshToken] }));
      return DISABLED;
    });
    await revalidateNow(ports);
    expect(ports.sessions.rows()).toHaveLength(1);
    expect(ports.events).toEqual([]);
  });
});

describe('an outage of the upstream', () => {
  const outage = new AuthError('BAD_GATEWAY');
  const fail = async () => {
    throw outage;
  };

  test('ends nothing, is reported, and the upstream is asked again after 5 minutes', async () => {
    const { ports } = await dueSession();
    const before = rowOf(ports);
    const asked = answering(ports, fail);
    await revalidateNow(ports);
    expect(rowOf(ports)).toEqual({
      ...before,
      validation: { number: 1, claimedUntil: ports.clock.seconds() + 300 },
    });
    expect(ports.reported).toEqual([outage]);
    expect(ports.events).toEqual(['revalidation_failed: the upstream did not answer']);
    ports.clock.advance(299);
    await revalidateNow(ports);
    expect(asked).toHaveLength(1);
    ports.clock.advance(1);
    await revalidateNow(ports);
    expect(asked).toHaveLength(2);
  });

  test('of two days ends no session, neither here nor by a refresh', async () => {
    const { ports, refreshToken } = await dueSession();
    answering(ports, fail);
    ports.upstream.revalidate = fail;
    const refreshed = () => refresh(ports, input({ refreshTokens: [refreshToken] }));
    for (let hours = 0; hours < 48; hours += 1) {
      await revalidateNow(ports);
      await expect(catchCode(refreshed())).resolves.toBe('BAD_GATEWAY');
      ports.clock.advance(HOUR);
    }
    ports.upstream.revalidate = async () => USER;
    await expect(refreshed()).resolves.toMatchObject({ body: { token: expect.any(String) } });
  });
});

describe('a mark', () => {
  test('during the question keeps the older answer from being stored', async () => {
    const { ports } = await dueSession();
    answering(ports, async () => {
      await ports.validations.mark(KEY, ports.clock.seconds());
      return { allowed: true, user: { ...USER, groups: ['old'] } };
    });
    await revalidateNow(ports);
    expect(rowOf(ports)).toMatchObject({ user: USER, validation: { number: 2, mark: 2 } });
    answering(ports, () => ({ allowed: true, user: { ...USER, groups: ['new'] } }));
    await revalidateNow(ports);
    expect(rowOf(ports)).toMatchObject({ user: { groups: ['new'] }, validation: { number: 4 } });
  });

  test('during the question of a refresh is not lost, and the refresh can be repeated', async () => {
    const { ports, refreshToken } = await dueSession();
    const refreshed = () => refresh(ports, input({ refreshTokens: [refreshToken] }));
    ports.upstream.revalidate = async () => {
      ports.upstream.revalidate = async () => ({ ...USER, groups: ['new'] });
      await ports.validations.mark(KEY, ports.clock.seconds());
      return { ...USER, groups: ['old'] };
    };
    await expect(catchCode(refreshed())).resolves.toBe('SERVICE_UNAVAILABLE');
    expect(rowOf(ports)).toMatchObject({ user: USER, validation: { mark: 1 } });
    await refreshed();
    expect(rowOf(ports)).toMatchObject({ user: { groups: ['new'] }, counter: 2 });
    expect(rowOf(ports)?.validation).not.toHaveProperty('mark');
  });

  test('lets a refresh ask the upstream at any age', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports);
    await ports.validations.mark(KEY, ports.clock.seconds());
    ports.upstream.revalidate = async () => {
      throw new AuthError('INVALID_REFRESH_TOKEN');
    };
    await expect(catchCode(refresh(ports, input({ refreshTokens: [refreshToken] })))).resolves.toBe(
      'INVALID_REFRESH_TOKEN',
    );
    expect(ports.sessions.rows()).toEqual([]);
  });
});
