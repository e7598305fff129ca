import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ChallengeLimits,
  reserveTry,
  succeedTry,
  toCurrentLimits,
} from '../../functions/core/challenges/challenge-limits.ts';
import type { ChallengeStore } from '../../functions/core/challenges/challenge-store.ts';

const NOW = 1_772_366_400;
const IDS = { challenge: 'challenge.one', name: 'name.account', limits: 'challenges.account' };
const NOTHING = { row: undefined, version: undefined };

/** The tests that every store of challenges must pass. `fresh` returns an empty store. */
export function challengesContract(fresh: () => Promise<ChallengeStore>): void {
  let store: ChallengeStore;
  beforeEach(async () => {
    store = await fresh();
  });
  const read = () => store.read(IDS);
  const reserve = (id: string) => (limits: ChallengeLimits | undefined) =>
    reserveTry(toCurrentLimits(limits, NOW), id, NOW);

  test('an empty store has nothing', async () =>
    await expect(read()).resolves.toEqual({ sealed: undefined, name: NOTHING, limits: NOTHING }));

  describe('a challenge', () => {
    test('is found under its own id only', async () => {
      await store.put(IDS.challenge, 'sealed', NOW);
      await expect(read()).resolves.toMatchObject({ sealed: 'sealed' });
      await expect(store.read({ ...IDS, challenge: 'challenge.two' })).resolves.toMatchObject({
        sealed: undefined,
      });
    });

    test('is replaced by the next one under its id', async () => {
      await store.put(IDS.challenge, 'sealed', NOW);
      await store.put(IDS.challenge, 'again', NOW);
      await expect(read()).resolves.toMatchObject({ sealed: 'again' });
    });

    test('can be claimed once, however many try at the same time', async () => {
      await store.put(IDS.challenge, 'sealed', NOW);
      const claims = await Promise.all(
        Array.from({ length: 20 }, () => store.claim(IDS.challenge)),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      await expect(read()).resolves.toMatchObject({ sealed: undefined });
    });

    test('can be claimed again after it was stored again', async () => {
      await store.put(IDS.challenge, 'sealed', NOW);
      await store.claim(IDS.challenge);
      await store.put(IDS.challenge, 'sealed', NOW);
      await expect(store.claim(IDS.challenge)).resolves.toBe(true);
    });

    test('cannot be claimed if it is absent', async () =>
      await expect(store.claim(IDS.challenge)).resolves.toBe(false));
  });

  describe('the limits', () => {
    test('are found as they were stored', async () => {
      const { row } = await store.changeLimits(IDS.limits, NOTHING, reserve('a'));
      expect(row).toEqual({ recent: [{ id: 'a', at: NOW }], total: 1 });
      expect((await read()).limits.row).toEqual(row);
    });

    test('lose no change of concurrent tries', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `try-${index}`);
      await Promise.all(ids.map((id) => store.changeLimits(IDS.limits, NOTHING, reserve(id))));
      const { limits } = await read();
      expect(limits.row?.recent.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(limits.row?.total).toBe(20);
    });

    test('stay if the change returns its argument', async () => {
      const before = await store.changeLimits(IDS.limits, NOTHING, reserve('a'));
      await expect(store.changeLimits(IDS.limits, before, (limits) => limits)).resolves.toEqual(
        before,
      );
    });

    test('are forgotten, whether or not there are any', async () => {
      await store.changeLimits(IDS.limits, NOTHING, reserve('a'));
      await store.forgetLimits(IDS.limits);
      await store.forgetLimits(IDS.limits);
      expect((await read()).limits).toEqual(NOTHING);
    });

    test('are not stored if they say nothing', async () => {
      const before = await store.changeLimits(IDS.limits, NOTHING, reserve('a'));
      await store.changeLimits(IDS.limits, before, (limits) => limits && succeedTry(limits, 'a'));
      expect((await read()).limits).toEqual(NOTHING);
    });
  });
}
