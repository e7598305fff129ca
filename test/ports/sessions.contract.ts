import { beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import type { Session, SessionStore } from '../../functions/core/sessions/session-store.ts';

const NOW = 1_772_366_400;
const user = { sub: 'alice', username: 'alice-name', email: null, groups: ['staff', 'ünïcode'] };

export const sessionRow = (change: Partial<Session> = {}): Session => ({
  sub: 'alice',
  sid: 'one',
  counter: 1,
  createdAt: NOW,
  expiresAt: NOW + SESSION.lifetime,
  validatedAt: NOW,
  rotatedAt: NOW,
  user,
  upstream: 'sealed',
  ...change,
});

/** The tests that every session store must pass. `fresh` returns an empty store. */
export function sessionsContract(fresh: () => Promise<SessionStore>): void {
  let sessions: SessionStore;
  beforeEach(async () => {
    sessions = await fresh();
  });
  const key = { sub: 'alice', sid: 'one' };
  const claims = (counter: number) => ({ ...key, counter });

  describe('a session', () => {
    test('is found as it was created', async () => {
      await sessions.create(sessionRow());
      await expect(sessions.find(key, NOW)).resolves.toEqual(sessionRow());
    });

    test('is found under its own user and id only', async () => {
      await sessions.create(sessionRow());
      await expect(sessions.find({ sub: 'bob', sid: 'one' }, NOW)).resolves.toBeUndefined();
      await expect(sessions.find({ sub: 'alice', sid: 'two' }, NOW)).resolves.toBeUndefined();
    });

    test('created twice, as by a repeated write, is there once', async () => {
      await sessions.create(sessionRow());
      await sessions.create(sessionRow());
      await expect(sessions.endAll('alice')).resolves.toBe(1);
    });

    test.each([
      ['a second before its end', true, -1],
      ['at its end', false, 0],
      ['after its end', false, 1],
    ])('%s: present is %s', async (_, present, offset) => {
      await sessions.create(sessionRow());
      const found = await sessions.find(key, NOW + SESSION.lifetime + offset);
      expect(found !== undefined).toBe(present);
    });
  });

  describe('a rotation', () => {
    test('moves the counter on by one and says when', async () => {
      await sessions.create(sessionRow());
      const rotated = sessionRow({ counter: 2, rotatedAt: NOW + 60 });
      await expect(sessions.rotate(claims(1), NOW + 60)).resolves.toEqual({
        rotated: true,
        session: rotated,
      });
      await expect(sessions.find(key, NOW + 60)).resolves.toEqual(rotated);
    });

    test.each([
      ['an older generation', 1],
      ['a newer generation', 3],
    ])('of %s changes nothing and shows the row', async (_, counter) => {
      await sessions.create(sessionRow({ counter: 2 }));
      await expect(sessions.rotate(claims(counter), NOW)).resolves.toEqual({
        rotated: false,
        session: sessionRow({ counter: 2 }),
      });
      await expect(
        sessions.rotateRevalidated(claims(counter), { user, upstream: 'new' }, NOW),
      ).resolves.toEqual({
        rotated: false,
        session: sessionRow({ counter: 2 }),
      });
      await expect(sessions.find(key, NOW)).resolves.toEqual(sessionRow({ counter: 2 }));
    });

    test('of a session that is not there shows none, and makes none', async () => {
      await expect(sessions.rotate(claims(1), NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
      await expect(
        sessions.rotateRevalidated(claims(1), { user, upstream: 'new' }, NOW),
      ).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
    });

    test.each([
      ['a second before the limit', true, SESSION.revalidateAfter - 1],
      ['at the limit', false, SESSION.revalidateAfter],
      ['after the limit', false, SESSION.revalidateAfter + 1],
    ])('with an upstream that vouched %s: rotated is %s', async (_, rotated, age) => {
      await sessions.create(sessionRow());
      await expect(sessions.rotate(claims(1), NOW + age)).resolves.toMatchObject({ rotated });
    });

    test.each([
      ['a second before its end', true, -1],
      ['at its end', false, 0],
    ])('of a session %s: rotated is %s', async (_, rotated, offset) => {
      const end = NOW + SESSION.lifetime;
      await sessions.create(sessionRow({ validatedAt: end - 1 }));
      await expect(sessions.rotate(claims(1), end + offset)).resolves.toMatchObject({ rotated });
    });

    test('of an expired session fails after a revalidation too', async () => {
      await sessions.create(sessionRow());
      const late = NOW + SESSION.lifetime;
      await expect(
        sessions.rotateRevalidated(claims(1), { user, upstream: 'new' }, late),
      ).resolves.toMatchObject({ rotated: false });
    });

    test('after a revalidation keeps what the upstream said, and when', async () => {
      await sessions.create(sessionRow());
      const late = NOW + SESSION.revalidateAfter * 4;
      const upstream = { user: { ...user, groups: [] }, upstream: 'sealed anew' };
      const rotated = sessionRow({ counter: 2, rotatedAt: late, validatedAt: late, ...upstream });
      await expect(sessions.rotateRevalidated(claims(1), upstream, late)).resolves.toEqual({
        rotated: true,
        session: rotated,
      });
      await expect(sessions.find(key, late)).resolves.toEqual(rotated);
      await expect(sessions.rotate(claims(2), late + 1)).resolves.toMatchObject({ rotated: true });
    });

    test('presented many times at once happens once, and all see the same generation', async () => {
      await sessions.create(sessionRow());
      const rotations = await Promise.all(
        Array.from({ length: 20 }, () => sessions.rotate(claims(1), NOW)),
      );
      expect(rotations.filter(({ rotated }) => rotated)).toHaveLength(1);
      expect(new Set(rotations.map(({ session }) => session?.counter))).toEqual(new Set([2]));
    });

    test('races a revalidated one: one of the two happens', async () => {
      await sessions.create(sessionRow());
      const rotations = await Promise.all([
        sessions.rotate(claims(1), NOW),
        sessions.rotateRevalidated(claims(1), { user, upstream: 'new' }, NOW),
      ]);
      expect(rotations.filter(({ rotated }) => rotated)).toHaveLength(1);
    });
  });

  describe('an end', () => {
    test('gives the row and leaves nothing', async () => {
      await sessions.create(sessionRow());
      await expect(sessions.end(key)).resolves.toEqual(sessionRow());
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
      await expect(sessions.rotate(claims(1), NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
    });

    test('of a session that is not there is no failure', async () => {
      await sessions.create(sessionRow());
      await sessions.end(key);
      await expect(sessions.end(key)).resolves.toBeUndefined();
    });

    test('asked for many times at once fails nobody and leaves nothing', async () => {
      await sessions.create(sessionRow());
      const ends = await Promise.all(Array.from({ length: 10 }, () => sessions.end(key)));
      // Not "exactly one": DynamoDB Local gives the old row to more than one of several deletions
      // at once.
      expect(ends).toContainEqual(sessionRow());
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
    });

    test('of an expired session that is still stored removes it', async () => {
      await sessions.create(sessionRow({ expiresAt: NOW }));
      await sessions.end(key);
      await expect(sessions.endAll('alice')).resolves.toBe(0);
    });

    test('of all of a user leaves other users alone', async () => {
      const bob = sessionRow({ sub: 'bob' });
      await Promise.all(
        [sessionRow(), sessionRow({ sid: 'two' }), bob].map((session) => sessions.create(session)),
      );
      await expect(sessions.endAll('alice')).resolves.toBe(2);
      await expect(sessions.endAll('alice')).resolves.toBe(0);
      await expect(sessions.find(bob, NOW)).resolves.toEqual(bob);
    });

    test('of all of a user reaches every page', async () => {
      // A page of DynamoDB is 1 MB (AWS: "Paginating table query results").
      const large = Array.from({ length: 7 }, (_, index) =>
        sessionRow({ sid: `large-${index}`, upstream: 'x'.repeat(300_000) }),
      );
      for (const session of large) await sessions.create(session);
      await expect(sessions.endAll('alice')).resolves.toBe(7);
      for (const session of large) {
        await expect(sessions.find(session, NOW)).resolves.toBeUndefined();
      }
    });
  });
}
