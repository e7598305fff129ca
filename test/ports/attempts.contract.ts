import { beforeEach, describe, expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import type { AttemptStore, CountRequest } from '../../functions/core/login/attempt-store.ts';

const NOW = 1_772_366_400;

const request = (change: Partial<CountRequest> = {}): CountRequest => ({
  accountAndIp: { id: 'account+ip.1', windowEnds: NOW + 60 },
  account: { id: 'account.1', windowEnds: NOW + 60 },
  ip: { id: 'ip.1', windowEnds: NOW + 60 },
  password: { fingerprint: 'guess', repeatSince: NOW - ATTEMPTS.repeatWindow },
  failuresId: 'failures.account',
  captcha: undefined,
  ...change,
});
const withPassword = (fingerprint: string, at = NOW) =>
  request({ password: { fingerprint, repeatSince: at - ATTEMPTS.repeatWindow } });
const solved = { id: 'captcha.1', expiresAt: NOW + 60 };

/** The tests that every attempt store must pass. `fresh` returns an empty store. */
export function attemptsContract(fresh: () => Promise<AttemptStore>): void {
  let store: AttemptStore;
  beforeEach(async () => {
    store = await fresh();
  });
  const counts = async (of = request()) => {
    const { accountAndIp, account, ip } = await store.count(of);
    return [accountAndIp, account, ip];
  };

  describe('counting', () => {
    test('begins at one and goes up by one', async () => {
      await expect(counts()).resolves.toEqual([1, 1, 1]);
      await expect(counts()).resolves.toEqual([2, 2, 2]);
    });

    test('gives attempts at once a number each', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => store.count(request())));
      for (const counter of ['accountAndIp', 'account', 'ip'] as const) {
        expect(all.map((one) => one[counter]).toSorted((a, b) => Number(a) - Number(b))).toEqual(
          Array.from({ length: 20 }, (_, i) => i + 1),
        );
      }
    });

    test('another window is another counter', async () => {
      await counts();
      await expect(
        counts(request({ account: { id: 'account.2', windowEnds: NOW + 960 } })),
      ).resolves.toEqual([2, 1, 2]);
    });
  });

  describe('giving back', () => {
    test('undoes one count of each', async () => {
      await counts();
      await counts();
      const { accountAndIp, account, ip } = request();
      await store.giveBack([accountAndIp, account, ip]);
      await expect(counts()).resolves.toEqual([2, 2, 2]);
    });

    test('never leaves a counter below none', async () => {
      await store.giveBack([request().account, request().account]);
      await expect(counts()).resolves.toEqual([1, 1, 1]);
    });
  });

  describe('a success', () => {
    test('forgets one’s own counter and gives one back to the others', async () => {
      await counts();
      await counts();
      await store.succeed(request());
      await expect(counts()).resolves.toEqual([1, 2, 2]);
    });

    test('forgets failures', async () => {
      await store.fail(request(), undefined, NOW);
      await store.succeed(request());
      expect((await store.count(request())).failures).toBeUndefined();
    });
  });

  describe('the same wrong password', () => {
    test('within the window is not counted at account and address', async () => {
      await counts(withPassword('typo'));
      await store.fail(withPassword('typo'), undefined, NOW);
      await expect(counts(withPassword('typo', NOW + ATTEMPTS.repeatWindow))).resolves.toEqual([
        undefined,
        2,
        2,
      ]);
    });

    test('later is counted, and so is another', async () => {
      await counts(withPassword('typo'));
      await store.fail(withPassword('typo'), undefined, NOW);
      await expect(counts(withPassword('other'))).resolves.toEqual([2, 2, 2]);
      await expect(counts(withPassword('typo', NOW + ATTEMPTS.repeatWindow + 1))).resolves.toEqual([
        3, 3, 3,
      ]);
    });
  });

  describe('failures', () => {
    const seen = async () => (await store.count(request())).failures;

    test('add up, the last one’s time with them', async () => {
      await store.fail(request(), undefined, NOW);
      await store.fail(request(), await seen(), NOW + 1);
      await expect(seen()).resolves.toEqual({ count: 2, lastAt: NOW + 1 });
    });

    test('at once all count', async () => {
      await Promise.all(Array.from({ length: 5 }, () => store.fail(request(), undefined, NOW)));
      await expect(seen()).resolves.toEqual({ count: 5, lastAt: NOW });
    });

    test('begin anew after as long as the longest lockout', async () => {
      await store.fail(request(), undefined, NOW);
      const later = NOW + ATTEMPTS.lockout.longest;
      await store.fail(request(), await seen(), later);
      await expect(seen()).resolves.toEqual({ count: 1, lastAt: later });
    });
  });

  describe('a solved CAPTCHA', () => {
    const use = async () => (await store.count(request({ captcha: solved }))).captchaUsed;

    test('is used up once', async () => {
      await expect(use()).resolves.toBe(true);
      await expect(use()).resolves.toBe(false);
    });

    test('is used up by one of those who bring it at once', async () => {
      const used = await Promise.all(Array.from({ length: 10 }, use));
      expect(used.filter(Boolean)).toHaveLength(1);
    });

    test('can be given back', async () => {
      await use();
      await store.giveBack([], solved);
      await expect(use()).resolves.toBe(true);
    });
  });
}
