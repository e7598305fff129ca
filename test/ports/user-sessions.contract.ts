import { beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import type { SessionStore } from '../../functions/core/sessions/session-store.ts';
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
      await sessions.rotate({ ...sessionRow() }, { network: 'office' }, NOW + 60);
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
}
