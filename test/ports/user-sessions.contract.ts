import { beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import { sessionLimit } from '../../functions/core/sessions/session-limit.ts';
import type { Session, SessionStore } from '../../functions/core/sessions/session-store.ts';
import type { UserSessions } from '../../functions/core/sessions/user-sessions.ts';
import { sessionRow } from './sessions.contract.ts';

const NOW = sessionRow().createdAt;

/** The tests that every list of sessions must pass. `fresh` returns empty stores of one table. */
export function userSessionsContract(
  fresh: () => Promise<{ sessions: SessionStore; userSessions: UserSessions }>,
): void {
  let sessions: SessionStore;
  let userSessions: UserSessions;
  beforeEach(async () => {
    ({ sessions, userSessions } = await fresh());
  });
  const listIds = async (now = NOW) =>
    (await userSessions.list('alice', now)).map(({ sid }) => sid).toSorted();

  describe('the sessions of a user', () => {
    test('are none at first', async () => {
      await expect(userSessions.list('alice', NOW)).resolves.toEqual([]);
    });

    test('are listed as they were created, without upstream tokens', async () => {
      const created = ['one', 'two', '-'].map((sid) => sessionRow({ sid }));
      for (const session of created) await sessions.create(session, 'sealed');
      const listed = await userSessions.list('alice', NOW);
      expect(listed).toHaveLength(3);
      expect(listed).toEqual(expect.arrayContaining(created));
    });

    test('do not include those of other users', async () => {
      await sessions.create(sessionRow({ sub: 'bob' }), 'sealed');
      await sessions.create(sessionRow({ sub: 'alice2' }), 'sealed');
      await expect(listIds()).resolves.toEqual([]);
    });

    test('do not include those that have ended', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.create(sessionRow({ sid: 'two' }), 'sealed');
      await sessions.end(sessionRow());
      await expect(listIds()).resolves.toEqual(['two']);
    });

    test('do not include those that have expired', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await expect(listIds(NOW + SESSION.lifetime - 1)).resolves.toEqual(['one']);
      await expect(listIds(NOW + SESSION.lifetime)).resolves.toEqual([]);
    });

    test('are listed with what a rotation has changed', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.rotate({ ...sessionRow() }, { network: 'office', devices: [] }, NOW + 60);
      await expect(userSessions.list('alice', NOW + 60)).resolves.toEqual([
        sessionRow({ counter: 2, rotatedAt: NOW + 60, network: 'office' }),
      ]);
    });

    test('are listed from every page', async () => {
      // A page of DynamoDB is 1 MB (AWS: "Paginating table query results").
      const ids = Array.from({ length: 7 }, (_, index) => `large-${index}`);
      for (const sid of ids) {
        await sessions.create(sessionRow({ sid, network: 'x'.repeat(300_000) }), 'sealed');
      }
      await expect(listIds()).resolves.toEqual(ids);
    });
  });

  describe('the limit of sessions', () => {
    const limit = (most: number) =>
      sessionLimit({ sessions, userSessions, audit: () => {}, report: fail }, most);
    const starting = (sid: string, order: number, change: Partial<Session> = {}) =>
      sessionRow({ sid, startedAtMs: NOW * 1_000 + order, ...change });
    async function logIn(session: Session, most: number) {
      await sessions.create(session, 'sealed');
      await limit(most).apply(session, []);
    }

    test('ends the least recently validated sessions with their upstream tokens', async () => {
      const validatedAt = [NOW + 3, NOW + 1, NOW + 2];
      for (const [index, at] of validatedAt.entries()) {
        await sessions.create(starting(`old-${index}`, index, { validatedAt: at }), 'sealed');
      }
      await logIn(starting('new', 10), 2);
      await expect(listIds()).resolves.toEqual(['new', 'old-0']);
      await expect(sessions.findUpstream({ sub: 'alice', sid: 'old-1' })).resolves.toBeUndefined();
      await expect(sessions.findUpstream({ sub: 'alice', sid: 'old-0' })).resolves.toBe('sealed');
    });

    test.each([1, 3])('of %i holds after each of several logins', async (most) => {
      for (let count = 0; count < 6; count += 1) {
        await logIn(starting(`login-${9 - count}`, count), most);
        const ids = await listIds();
        expect(ids).toContain(`login-${9 - count}`);
        expect(ids).toHaveLength(Math.min(count + 1, most));
      }
    });

    test.each([1, 3])('of %i holds after concurrent logins, and the last stays', async (most) => {
      for (let round = 0; round < 5; round += 1) {
        const logins = Array.from({ length: 12 }, (_, index) =>
          starting(`round-${round}-${index}`, round * 100 + index),
        );
        await Promise.all(logins.map((session) => logIn(session, most)));
        const ids = await listIds();
        expect(ids.length).toBeLessThanOrEqual(most);
        expect(ids).toContain(`round-${round}-11`);
      }
    });

    test('holds if concurrent logins begin in the same millisecond', async () => {
      const logins = Array.from({ length: 12 }, (_, index) => starting(`login-${index}`, 0));
      await Promise.all(logins.map((session) => logIn(session, 2)));
      const ids = await listIds();
      expect(ids.length).toBeGreaterThanOrEqual(1);
      expect(ids.length).toBeLessThanOrEqual(2);
    });

    test('does not count what the login itself ends, nor other users', async () => {
      await sessions.create(starting('previous', 0), 'sealed');
      await sessions.create(starting('kept', 1), 'sealed');
      await sessions.create(sessionRow({ sub: 'bob' }), 'sealed');
      const newest = starting('new', 2);
      await sessions.create(newest, 'sealed');
      await limit(2).apply(newest, [{ sub: 'alice', sid: 'previous' }]);
      await sessions.end({ sub: 'alice', sid: 'previous' });
      await expect(listIds()).resolves.toEqual(['kept', 'new']);
      await expect(userSessions.list('bob', NOW)).resolves.toHaveLength(1);
    });
  });
}

function fail(error: unknown): void {
  throw error;
}
