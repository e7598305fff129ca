import { beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import type { Session, SessionStore } from '../../functions/core/sessions/session-store.ts';
import type { ClientIdentity } from '../../functions/core/sessions/successor-window.ts';

const NOW = 1_772_366_400;
const user = { sub: 'alice', username: 'alice-name', email: null, groups: ['staff', 'ünïcode'] };

export const sessionRow = (change: Partial<Session> = {}): Session => ({
  sub: 'alice',
  sid: 'one',
  counter: 1,
  createdAt: NOW,
  startedAtMs: NOW * 1_000,
  expiresAt: NOW + SESSION.lifetime,
  authenticatedAt: NOW,
  amr: ['pwd'],
  validatedAt: NOW,
  rotatedAt: NOW,
  user,
  device: 'nonce',
  network: 'home',
  client: 'Firefox on Windows',
  ...change,
});

/** The tests that every session store must pass. `fresh` returns an empty store. */
export function sessionsContract(fresh: () => Promise<SessionStore>): void {
  let sessions: SessionStore;
  beforeEach(async () => {
    sessions = await fresh();
  });
  const key = { sub: 'alice', sid: 'one' };
  const network = 'home';
  const client = { network, devices: [] };
  const claims = (counter: number) => ({ ...key, counter });

  describe('a session', () => {
    test('is found with the values it was created with', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await expect(sessions.find(key, NOW)).resolves.toEqual(sessionRow());
    });

    test('is found without a device as well', async () => {
      const session = sessionRow({ device: undefined });
      await sessions.create(session, 'sealed');
      await expect(sessions.find(key, NOW)).resolves.toEqual(session);
    });

    test('is found by its own user and id only', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await expect(sessions.find({ sub: 'bob', sid: 'one' }, NOW)).resolves.toBeUndefined();
      await expect(sessions.find({ sub: 'alice', sid: 'two' }, NOW)).resolves.toBeUndefined();
    });

    test('is stored once if the write is repeated', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.create(sessionRow(), 'sealed');
      await expect(sessions.endAll('alice')).resolves.toBe(1);
    });

    test.each([
      ['a second before its end', true, -1],
      ['at its end', false, 0],
      ['after its end', false, 1],
    ])('%s: present is %s', async (_, present, offset) => {
      await sessions.create(sessionRow(), 'sealed');
      const found = await sessions.find(key, NOW + SESSION.lifetime + offset);
      expect(found !== undefined).toBe(present);
    });
  });

  describe('a change', () => {
    const emailChange = { email: 'new@example.com', requestedAt: NOW };

    test('replaces the parts that it names, and returns the session', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const change = {
        authenticatedAt: NOW + 60,
        amr: ['pwd', 'otp', 'mfa'] as const,
        device: 'other',
        emailChange,
      };
      const changed = sessionRow(change);
      await expect(sessions.change(key, change, NOW + 60)).resolves.toEqual(changed);
      await expect(sessions.find(key, NOW)).resolves.toEqual(changed);
    });

    test('deletes the parts that are null', async () => {
      await sessions.create(sessionRow({ emailChange }), 'sealed');
      await sessions.change(key, { device: null, emailChange: null }, NOW);
      await expect(sessions.find(key, NOW)).resolves.toEqual(sessionRow({ device: undefined }));
    });

    test('of the user counts as a confirmation, so that an older one is not stored', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const change = { user: { ...user, email: 'new@example.com' } };
      await sessions.change(key, change, NOW);
      await expect(sessions.find(key, NOW)).resolves.toEqual(
        sessionRow({ ...change, validation: { number: 1 } }),
      );
    });

    test('keeps the rest, such as the generation and the mark', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.rotate(claims(1), client, NOW + 60);
      const changed = await sessions.change(key, { authenticatedAt: NOW + 90 }, NOW + 90);
      expect(changed).toMatchObject({ counter: 2, rotatedAt: NOW + 60, device: 'nonce' });
    });

    test('of a session that has ended or expired does nothing', async () => {
      await expect(sessions.change(key, { device: 'other' }, NOW)).resolves.toBeUndefined();
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
      await sessions.create(sessionRow({ expiresAt: NOW }), 'sealed');
      await expect(sessions.change(key, { device: 'other' }, NOW)).resolves.toBeUndefined();
    });
  });

  describe('rotating', () => {
    test('increments the counter and stores the time', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const rotated = sessionRow({ counter: 2, rotatedAt: NOW + 60 });
      await expect(sessions.rotate(claims(1), client, NOW + 60)).resolves.toEqual({
        rotated: true,
        session: rotated,
      });
      await expect(sessions.find(key, NOW + 60)).resolves.toEqual(rotated);
    });

    test.each([
      ['an older generation', 1],
      ['a newer generation', 3],
    ])('%s changes nothing and returns the row', async (_, counter) => {
      await sessions.create(sessionRow({ counter: 2 }), 'sealed');
      await expect(sessions.rotate(claims(counter), client, NOW)).resolves.toEqual({
        rotated: false,
        session: sessionRow({ counter: 2 }),
      });
      await expect(
        sessions.rotateRevalidated(claims(counter), { user, network }, NOW),
      ).resolves.toEqual({
        rotated: false,
        session: sessionRow({ counter: 2 }),
      });
      await expect(sessions.find(key, NOW)).resolves.toEqual(sessionRow({ counter: 2 }));
    });

    test('a missing session returns undefined and creates nothing', async () => {
      await expect(sessions.rotate(claims(1), client, NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
      await expect(sessions.rotateRevalidated(claims(1), { user, network }, NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
    });

    test.each([
      ['just within the limit', true, SESSION.revalidateAfter - 1],
      ['exactly at the limit', false, SESSION.revalidateAfter],
      ['beyond the limit', false, SESSION.revalidateAfter + 1],
    ])('after a validation %s: rotated is %s', async (_, rotated, age) => {
      await sessions.create(sessionRow(), 'sealed');
      await expect(sessions.rotate(claims(1), client, NOW + age)).resolves.toMatchObject({
        rotated,
      });
    });

    test.each([
      ['a second before its end', true, -1],
      ['at its end', false, 0],
    ])('a session %s: rotated is %s', async (_, rotated, offset) => {
      const end = NOW + SESSION.lifetime;
      await sessions.create(sessionRow({ validatedAt: end - 1 }), 'sealed');
      await expect(sessions.rotate(claims(1), client, end + offset)).resolves.toMatchObject({
        rotated,
      });
    });

    test('an expired session fails even after a revalidation', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const late = NOW + SESSION.lifetime;
      await expect(
        sessions.rotateRevalidated(claims(1), { user, network }, late),
      ).resolves.toMatchObject({ rotated: false });
    });

    test('after a revalidation stores the user and the time', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const late = NOW + SESSION.revalidateAfter * 4;
      const change = { user: { ...user, groups: [] }, network: 'office' };
      const times = { rotatedAt: late, validatedAt: late };
      const rotated = sessionRow({ counter: 2, ...times, ...change, validation: { number: 1 } });
      await expect(sessions.rotateRevalidated(claims(1), change, late)).resolves.toEqual({
        rotated: true,
        session: rotated,
      });
      await expect(sessions.find(key, late)).resolves.toEqual(rotated);
      const next = sessions.rotate(claims(2), client, late + SESSION.revalidateAfter - 1);
      await expect(next).resolves.toMatchObject({ rotated: true });
    });

    test('stores the network, and keeps the device and the time of the sign-in', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.rotate(claims(1), { ...client, network: 'office' }, NOW + 60);
      await expect(sessions.find(key, NOW + 60)).resolves.toMatchObject({
        network: 'office',
        device: 'nonce',
        authenticatedAt: NOW,
      });
    });

    describe('soon after a rotation, with the generation handed out again', () => {
      const known = { nonce: 'nonce' };
      const others = ['a', 'b'].map((nonce) => ({ nonce }));
      const clients: [string, ClientIdentity, boolean][] = [
        ['the network of the rotation', { network: 'home', devices: [] }, false],
        ['that network, with other devices', { network: 'home', devices: others }, false],
        ['the device', { network: 'away', devices: [known] }, false],
        ['the device among others', { network: 'away', devices: [...others, known] }, false],
        ['another network', { network: 'away', devices: [] }, true],
        ['another network and other devices', { network: 'away', devices: others }, true],
      ];
      test.each(clients)('by a client that shows %s', async (_, presented, rotated) => {
        const session = sessionRow({ counter: 2, reissued: 2 });
        await sessions.create(session, 'sealed');
        const until = NOW + SESSION.successorWindow;
        const rotation = await sessions.rotate(claims(2), presented, until);
        expect(rotation.rotated).toBe(rotated);
        if (rotated) return;
        expect(rotation.session).toEqual(session);
        await expect(sessions.rotate(claims(2), presented, until + 1)).resolves.toMatchObject({
          rotated: true,
        });
      });

      test('a client with a device cookie is not the device of a session without one', async () => {
        await sessions.create(sessionRow({ counter: 2, reissued: 2, device: undefined }), 'sealed');
        const rotation = sessions.rotate(claims(2), { network: 'away', devices: [known] }, NOW);
        await expect(rotation).resolves.toMatchObject({ rotated: true });
      });

      test.each([undefined, 1])('only if it is that generation, not %p', async (reissued) => {
        const session = sessionRow({ counter: 2, ...(reissued !== undefined && { reissued }) });
        await sessions.create(session, 'sealed');
        const rotation = sessions.rotate(claims(2), { network: 'home', devices: [known] }, NOW);
        await expect(rotation).resolves.toMatchObject({ rotated: true });
      });

      test('which a change stores', async () => {
        await sessions.create(sessionRow({ counter: 2 }), 'sealed');
        const changed = await sessions.change(key, { reissued: 2 }, NOW);
        expect(changed).toEqual(sessionRow({ counter: 2, reissued: 2 }));
        const rotation = sessions.rotate(claims(2), { network: 'home', devices: [known] }, NOW);
        await expect(rotation).resolves.toMatchObject({ rotated: false, session: changed });
      });
    });

    test('keeps the upstream token', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.rotate(claims(1), client, NOW);
      await sessions.rotateRevalidated(claims(2), { user, network }, NOW);
      await expect(sessions.findUpstream(key)).resolves.toBe('sealed');
    });

    test('concurrently happens once, and every caller receives the same generation', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const rotations = await Promise.all(
        Array.from({ length: 20 }, () => sessions.rotate(claims(1), client, NOW)),
      );
      expect(rotations.filter(({ rotated }) => rotated)).toHaveLength(1);
      expect(new Set(rotations.map(({ session }) => session?.counter))).toEqual(new Set([2]));
    });

    test('happens once if a revalidated rotation is concurrent', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const rotations = await Promise.all([
        sessions.rotate(claims(1), client, NOW),
        sessions.rotateRevalidated(claims(1), { user, network }, NOW),
      ]);
      expect(rotations.filter(({ rotated }) => rotated)).toHaveLength(1);
    });
  });

  describe('ending', () => {
    test('returns the row and deletes it', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await expect(sessions.end(key)).resolves.toEqual(sessionRow());
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
      await expect(sessions.rotate(claims(1), client, NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
    });

    test('a missing session is not an error', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.end(key);
      await expect(sessions.end(key)).resolves.toBeUndefined();
    });

    test('concurrently succeeds for every caller', async () => {
      await sessions.create(sessionRow(), 'sealed');
      const ends = await Promise.all(Array.from({ length: 10 }, () => sessions.end(key)));
      // Not exactly one: DynamoDB Local returns the old row to several concurrent deletions.
      expect(ends).toContainEqual(sessionRow());
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
    });

    test('an expired session deletes its row', async () => {
      await sessions.create(sessionRow({ expiresAt: NOW }), 'sealed');
      await sessions.end(key);
      await expect(sessions.endAll('alice')).resolves.toBe(0);
    });

    test('all sessions of a user does not affect other users', async () => {
      const bob = sessionRow({ sub: 'bob' });
      await Promise.all(
        [sessionRow(), sessionRow({ sid: 'two' }), bob].map((session) =>
          sessions.create(session, 'sealed'),
        ),
      );
      await expect(sessions.endAll('alice')).resolves.toBe(2);
      await expect(sessions.endAll('alice')).resolves.toBe(0);
      await expect(sessions.find(bob, NOW)).resolves.toEqual(bob);
    });

    test('all sessions of a user deletes every page', async () => {
      // A page of DynamoDB is 1 MB (AWS: "Paginating table query results").
      const large = Array.from({ length: 7 }, (_, index) =>
        sessionRow({ sid: `large-${index}`, network: 'x'.repeat(300_000) }),
      );
      for (const session of large) await sessions.create(session, 'sealed');
      await expect(sessions.endAll('alice')).resolves.toBe(7);
      for (const session of large) {
        await expect(sessions.find(session, NOW)).resolves.toBeUndefined();
        await expect(sessions.findUpstream(session)).resolves.toBeUndefined();
      }
    });
  });
  describe('an upstream token', () => {
    test('is found by its own user and session only', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.create(sessionRow({ sid: 'two' }), 'sealed too');
      await expect(sessions.findUpstream(key)).resolves.toBe('sealed');
      await expect(sessions.findUpstream({ sub: 'alice', sid: 'two' })).resolves.toBe('sealed too');
      await expect(sessions.findUpstream({ sub: 'bob', sid: 'one' })).resolves.toBeUndefined();
      await expect(sessions.findUpstream({ sub: 'alice', sid: '3' })).resolves.toBeUndefined();
    });

    test('stays when its session ends, until it is deleted', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.end(key);
      await expect(sessions.findUpstream(key)).resolves.toBe('sealed');
      await sessions.deleteUpstream(key);
      await sessions.deleteUpstream(key);
      await expect(sessions.findUpstream(key)).resolves.toBeUndefined();
    });

    test('does not count as a session once its session has ended', async () => {
      await sessions.create(sessionRow(), 'sealed');
      await sessions.end(key);
      await expect(sessions.find(key, NOW)).resolves.toBeUndefined();
      await expect(sessions.rotate(claims(1), client, NOW)).resolves.toEqual({
        rotated: false,
        session: undefined,
      });
      await expect(sessions.endAll('alice')).resolves.toBe(0);
    });

    test('is deleted with its session when all sessions end, and those of others stay', async () => {
      const bob = sessionRow({ sub: 'bob' });
      await sessions.create(sessionRow(), 'sealed');
      await sessions.create(bob, 'of bob');
      await sessions.endAll('alice');
      await expect(sessions.findUpstream(key)).resolves.toBeUndefined();
      await expect(sessions.findUpstream(bob)).resolves.toBe('of bob');
    });
  });
}
