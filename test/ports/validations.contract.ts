import { beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import type { ValidationStore } from '../../functions/core/revocation/validation-store.ts';
import type { SessionStore } from '../../functions/core/sessions/session-store.ts';
import { sessionRow } from './sessions.contract.ts';

const NOW = sessionRow().validatedAt;
const HOUR = 3_600;
const END = sessionRow().expiresAt;

export interface Stores {
  sessions: SessionStore;
  validations: ValidationStore;
}

/** The tests that every store of validations must pass. `fresh` returns empty stores. */
export function validationsContract(fresh: () => Promise<Stores>): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await fresh();
  });
  const key = { sub: 'alice', sid: 'one' };
  const changedUser = { ...sessionRow().user, groups: ['changed'] };
  const create = (change: Parameters<typeof sessionRow>[0] = {}) =>
    stores.sessions.create(sessionRow(change), 'sealed');
  const find = (now = NOW) => stores.sessions.find(key, now);
  /** Claims the session at a time, if its last confirmation is an hour old. */
  const claimAt = (now: number) =>
    stores.validations.claim(key, { now, validatedUntil: now - HOUR, claimedUntil: now + 60 });
  async function claimed(now: number) {
    const claim = await claimAt(now);
    if (!claim) throw new Error('the session must be claimed');
    return claim;
  }
  const rotate = (now: number) =>
    stores.sessions.rotate({ ...key, counter: 1 }, { network: 'home', devices: [] }, now);
  const rotateRevalidated = (now: number, seenMark?: number) =>
    stores.sessions.rotateRevalidated(
      { ...key, counter: 1 },
      { network: 'home', user: changedUser, seenMark },
      now,
    );

  describe('a claim', () => {
    test('returns the user, and changes nothing that a client sees', async () => {
      await create();
      await expect(claimAt(NOW + HOUR)).resolves.toEqual({
        ...key,
        number: 1,
        claimedAt: NOW + HOUR,
        username: 'alice-name',
      });
      await expect(find()).resolves.toEqual({
        ...sessionRow(),
        validation: { number: 1, claimedUntil: NOW + HOUR + 60 },
      });
    });

    test.each([
      ['a second before its confirmation is old', false, HOUR - 1],
      ['when its confirmation is old', true, HOUR],
      ['a second before its end', true, SESSION.lifetime - 1],
      ['at its end', false, SESSION.lifetime],
    ])('of a session %s: made is %s', async (_, made, offset) => {
      await create();
      expect((await claimAt(NOW + offset)) !== undefined).toBe(made);
    });

    test('is made once until its end, and is numbered', async () => {
      await create();
      const claims = await Promise.all(Array.from({ length: 5 }, () => claimAt(NOW + HOUR)));
      expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
      await expect(claimAt(NOW + HOUR + 59)).resolves.toBeUndefined();
      await expect(claimAt(NOW + HOUR + 60)).resolves.toMatchObject({ number: 2 });
    });

    test('can be made of a marked session at any age, also if it was just claimed', async () => {
      await create();
      await stores.validations.mark(key, NOW);
      await expect(claimAt(NOW)).resolves.toMatchObject({ number: 2 });
      await expect(claimAt(NOW)).resolves.toBeUndefined();
      await stores.validations.mark(key, NOW);
      await expect(claimAt(NOW)).resolves.toMatchObject({ number: 4 });
    });
  });

  describe('a confirmation', () => {
    test('stores the user and the time of the claim', async () => {
      await create();
      const claim = await claimed(NOW + HOUR);
      const late = NOW + HOUR + 6;
      await expect(stores.validations.confirm(claim, changedUser, late)).resolves.toBe(true);
      await expect(find()).resolves.toEqual({
        ...sessionRow({ user: changedUser, validatedAt: NOW + HOUR }),
        validation: { number: 2 },
      });
      await expect(claimAt(late)).resolves.toBeUndefined();
    });

    test('removes the mark that the claim has seen', async () => {
      await create();
      await stores.validations.mark(key, NOW);
      await stores.validations.confirm(await claimed(NOW), changedUser, NOW);
      await expect(find()).resolves.toMatchObject({ user: changedUser, validation: { number: 3 } });
      await expect(rotate(NOW)).resolves.toMatchObject({ rotated: true });
    });

    const later: Record<string, () => Promise<unknown>> = {
      'a mark': () => stores.validations.mark(key, NOW + HOUR),
      'another claim': () => claimed(NOW + HOUR + 60),
      'a refresh': () => rotateRevalidated(NOW + HOUR),
    };
    test.each(Object.entries(later))('is not stored after %s', async (_, act) => {
      await create();
      const claim = await claimed(NOW + HOUR);
      await act();
      const before = await find();
      const older = { ...changedUser, groups: ['older'] };
      await expect(stores.validations.confirm(claim, older, NOW + HOUR)).resolves.toBe(false);
      await stores.validations.postpone(claim, NOW + 2 * HOUR, NOW + HOUR);
      await expect(stores.validations.endRefused(claim)).resolves.toBe(false);
      await expect(find()).resolves.toEqual(before);
    });
  });

  test('a postponed claim can be made again at its time', async () => {
    await create();
    const claim = await claimed(NOW + HOUR);
    await stores.validations.postpone(claim, NOW + HOUR + 300, NOW + HOUR);
    await expect(find()).resolves.toMatchObject({
      validatedAt: NOW,
      validation: { claimedUntil: NOW + HOUR + 300 },
    });
    await expect(claimAt(NOW + HOUR + 299)).resolves.toBeUndefined();
    await expect(claimAt(NOW + HOUR + 300)).resolves.toBeDefined();
  });

  describe('a mark', () => {
    test('lets a refresh ask the upstream', async () => {
      await create();
      await expect(stores.validations.mark(key, NOW)).resolves.toBe(true);
      await expect(rotate(NOW)).resolves.toMatchObject({
        rotated: false,
        session: { counter: 1, validation: { number: 1, mark: 1 } },
      });
    });

    test('is removed by a refresh that has seen it', async () => {
      await create();
      await stores.validations.mark(key, NOW);
      await expect(rotateRevalidated(NOW, 1)).resolves.toMatchObject({
        rotated: true,
        session: { user: changedUser, validation: { number: 2 } },
      });
      expect((await find())?.validation).toEqual({ number: 2 });
    });

    test.each([
      ['the first', undefined],
      ['a second', 1],
    ])('(%s) is not removed by the older answer of a refresh', async (_, seenMark) => {
      await create();
      if (seenMark !== undefined) await stores.validations.mark(key, NOW);
      await stores.validations.mark(key, NOW);
      const before = await find();
      await expect(rotateRevalidated(NOW, seenMark)).resolves.toEqual({
        rotated: false,
        session: before,
      });
    });

    test('does not conflict with a claim', async () => {
      await create();
      await claimed(NOW + HOUR);
      await expect(rotateRevalidated(NOW + HOUR)).resolves.toMatchObject({ rotated: true });
    });
  });

  describe('the end of a session', () => {
    test('comes with the refusal of its user', async () => {
      await create();
      await expect(stores.validations.endRefused(await claimed(NOW + HOUR))).resolves.toBe(true);
      await expect(find()).resolves.toBeUndefined();
    });

    test.each([
      ['before', true, -1],
      ['at', false, 0],
      ['after', false, 1],
    ])('a sign-in %s the time: ended is %s', async (_, ended, offset) => {
      await create({ authenticatedAt: NOW + offset });
      await expect(stores.validations.endOlder(key, NOW)).resolves.toBe(ended);
      expect((await find()) === undefined).toBe(ended);
    });
  });

  test('lists the live sessions of one user with their sign-ins', async () => {
    await create();
    await create({ sid: 'two', authenticatedAt: NOW + 5 });
    await create({ sid: 'ended', expiresAt: NOW });
    await create({ sub: 'bob' });
    const listed = await stores.validations.listLive('alice', NOW);
    expect(listed.toSorted((a, b) => a.sid.localeCompare(b.sid))).toEqual([
      { sub: 'alice', sid: 'one', authenticatedAt: NOW },
      { sub: 'alice', sid: 'two', authenticatedAt: NOW + 5 },
    ]);
    await expect(stores.validations.listLive('carol', NOW)).resolves.toEqual([]);
  });

  describe('no row comes into being', () => {
    const claim = { ...key, number: 1, claimedAt: NOW, username: 'alice-name' };
    const changes: Record<string, (now: number) => Promise<unknown>> = {
      claim: claimAt,
      confirm: (now) => stores.validations.confirm(claim, changedUser, now),
      postpone: (now) => stores.validations.postpone(claim, now + 60, now),
      endRefused: () => stores.validations.endRefused(claim),
      endOlder: (now) => stores.validations.endOlder(key, now + HOUR),
      mark: (now) => stores.validations.mark(key, now),
    };
    test.each(Object.entries(changes))('by %s of a missing session', async (_, change) => {
      expect(await change(NOW)).toBeFalsy();
      await expect(stores.sessions.endAll('alice')).resolves.toBe(0);
    });

    test.each(Object.entries(changes))('by %s of a session that was ended', async (_, change) => {
      await create();
      await claimed(NOW + HOUR);
      await stores.sessions.end(key);
      expect(await change(NOW + HOUR)).toBeFalsy();
      await expect(stores.sessions.endAll('alice')).resolves.toBe(0);
    });

    test.each(['claim', 'confirm', 'postpone', 'mark'])(
      'and %s changes no expired session',
      async (name) => {
        await create();
        await claimed(END - 1);
        expect(await changes[name]?.(END)).toBeFalsy();
        await expect(find(END - 1)).resolves.toMatchObject({ validation: { number: 1 } });
      },
    );
  });
}
