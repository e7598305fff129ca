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
    test('starts at one and increments by one', async () => {
      await expect(counts()).resolves.toEqual([1, 1, 1]);
      await expect(counts()).resolves.toEqual([2, 2, 2]);
    });

    test('gives concurrent attempts different numbers', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => store.count(request())));
      for (const counter of ['accountAndIp', 'account', 'ip'] as const) {
        expect(all.map((one) => one[counter]).toSorted((a, b) => Number(a) - Number(b))).toEqual(
          Array.from({ length: 20 }, (_, i) => i + 1),
        );
      }
    });

    test('each window has its own counter', async () => {
      await counts();
      await expect(
        counts(request({ account: { id: 'account.2', windowEnds: NOW + 960 } })),
      ).resolves.toEqual([2, 1, 2]);
    });
  });

  describe('giveBack', () => {
    test('decrements each counter', async () => {
      await counts();
      await counts();
      const { accountAndIp, account, ip } = request();
      await store.giveBack([accountAndIp, account, ip]);
      await expect(counts()).resolves.toEqual([2, 2, 2]);
    });

    test('never leaves a counter below zero', async () => {
      await store.giveBack([request().account, request().account]);
      await expect(counts()).resolves.toEqual([1, 1, 1]);
    });
  });

  describe('succeed', () => {
    test('resets the counter of account and address, and decrements the others', async () => {
      await counts();
      await counts();
      await store.succeed(request());
      await expect(counts()).resolves.toEqual([1, 2, 2]);
    });

    test('deletes the failures', async () => {
      await store.fail(request(), undefined, NOW);
      await store.succeed(request());
      expect((await store.count(request())).failures).toBeUndefined();
    });
  });

  describe('a repeated wrong password', () => {
    test('does not count for account and address within the repeat window', async () => {
      await counts(withPassword('typo'));
      await store.fail(withPassword('typo'), undefined, NOW);
      await expect(counts(withPassword('typo', NOW + ATTEMPTS.repeatWindow))).resolves.toEqual([
        undefined,
        2,
        2,
      ]);
    });

    test('counts after the repeat window, and so does another password', async () => {
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

    test('are counted, with the time of the last one', async () => {
      await store.fail(request(), undefined, NOW);
      await store.fail(request(), await seen(), NOW + 1);
      await expect(seen()).resolves.toEqual({ count: 2, lastAt: NOW + 1 });
    });

    test('are all counted if they are concurrent', async () => {
      await Promise.all(Array.from({ length: 5 }, () => store.fail(request(), undefined, NOW)));
      await expect(seen()).resolves.toEqual({ count: 5, lastAt: NOW });
    });

    test('start again after the longest lockout', async () => {
      await store.fail(request(), undefined, NOW);
      const later = NOW + ATTEMPTS.lockout.longest;
      await store.fail(request(), await seen(), later);
      await expect(seen()).resolves.toEqual({ count: 1, lastAt: later });
    });
  });

  describe('a solved CAPTCHA', () => {
    const use = async () => (await store.count(request({ captcha: solved }))).captchaUsed;

    test('can be used once', async () => {
      await expect(use()).resolves.toBe(true);
      await expect(use()).resolves.toBe(false);
    });

    test('can be used by only one of several concurrent attempts', async () => {
      const used = await Promise.all(Array.from({ length: 10 }, use));
      expect(used.filter(Boolean)).toHaveLength(1);
    });

    test('can be made usable again', async () => {
      await use();
      await store.giveBack([], solved);
      await expect(use()).resolves.toBe(true);
    });
  });
}
