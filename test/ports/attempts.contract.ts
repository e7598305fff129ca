import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AttemptStore, NetworkCounters } from '../../functions/core/login/attempt-store.ts';
import { type NameRow, toCurrentRow } from '../../functions/core/login/name-row.ts';

const NOW = 1_772_366_400;
const counter = (id: string) => ({ id, windowEnds: NOW + 60 });
const COUNTERS = {
  accountAndNetwork: counter('account+network.1'),
  network: counter('network.1'),
  wideNetwork: counter('wide.1'),
} satisfies NetworkCounters;
const ALL = Object.values(COUNTERS);
const NAME = 'name.account';
const solved = { id: 'captcha.1', expiresAt: NOW + 60 };
const unlimited = ALL.map((each) => ({ ...each, below: undefined }));
const limited = (below: number) => ALL.map((each) => ({ ...each, below }));

/** A row that holds everything that a row can hold. */
const FULL_ROW: NameRow = {
  failures: 3,
  total: 40,
  lastAt: NOW,
  lockedAt: NOW - 2,
  pending: [
    { id: 'a', at: NOW, until: NOW + 60, device: 'nonce' },
    { id: 'b', at: NOW + 1, until: NOW + 61 },
  ],
  devices: {
    nonce: {
      failures: 2,
      sinceSuccess: 5,
      lastAt: NOW,
      isRefused: true,
      wrong: { fingerprint: 'f', at: NOW },
    },
  },
  devicesSince: NOW - 1,
};

/** The tests that every attempt store must pass. `fresh` returns an empty store. */
export function attemptsContract(fresh: () => Promise<AttemptStore>): void {
  let store: AttemptStore;
  beforeEach(async () => {
    store = await fresh();
  });
  const read = (counters: NetworkCounters = COUNTERS) => store.read(NAME, counters);
  const counts = async () => Object.values((await read()).counts);

  describe('read', () => {
    test('of an empty store returns nothing', async () =>
      await expect(read()).resolves.toEqual({
        name: { row: undefined, version: undefined },
        counts: { accountAndNetwork: 0, network: 0, wideNetwork: 0 },
        wrong: undefined,
      }));

    test('returns no count for what is not counted', async () => {
      const { counts: found } = await read({ ...COUNTERS, accountAndNetwork: undefined });
      expect(found).toEqual({ accountAndNetwork: undefined, network: 0, wideNetwork: 0 });
    });

    test('returns no wide network for IPv4', async () => {
      const { counts: found } = await read({ ...COUNTERS, wideNetwork: undefined });
      expect(found).toEqual({ accountAndNetwork: 0, network: 0, wideNetwork: undefined });
    });
  });

  describe('take', () => {
    test('increments each counter', async () => {
      await expect(store.take(unlimited, undefined)).resolves.toBe('taken');
      await store.take([{ ...COUNTERS.network, below: undefined }], undefined);
      await expect(counts()).resolves.toEqual([1, 2, 1]);
    });

    test('increments none if one is at its limit', async () => {
      await store.take([{ ...COUNTERS.network, below: 1 }], undefined);
      await expect(store.take(limited(1), undefined)).resolves.toBe('limit');
      await expect(counts()).resolves.toEqual([0, 1, 0]);
    });

    test('lets exactly the limit of concurrent attempts pass', async () => {
      const place = [{ ...COUNTERS.accountAndNetwork, below: 3 }];
      const all = await Promise.all(Array.from({ length: 20 }, () => store.take(place, undefined)));
      expect(all.filter((result) => result === 'taken')).toHaveLength(3);
      await expect(counts()).resolves.toEqual([3, 0, 0]);
    });

    test('each window has its own counter', async () => {
      await store.take(unlimited, undefined);
      const next = { ...COUNTERS, network: { id: 'network.2', windowEnds: NOW + 960 } };
      expect((await read(next)).counts.network).toBe(0);
    });
  });

  describe('giveBack', () => {
    test('decrements each counter', async () => {
      await store.take(unlimited, undefined);
      await store.take(unlimited, undefined);
      await store.giveBack(ALL as typeof unlimited, undefined);
      await expect(counts()).resolves.toEqual([1, 1, 1]);
    });

    test('never leaves a counter below zero', async () => {
      await store.giveBack([COUNTERS.network, COUNTERS.network], undefined);
      await store.take(unlimited, undefined);
      await expect(counts()).resolves.toEqual([1, 1, 1]);
    });
  });

  describe('a wrong password', () => {
    const wrong = { fingerprint: 'typo', at: NOW };

    test('is found with its counter', async () => {
      await store.take(unlimited, undefined);
      await store.noteWrong(COUNTERS.accountAndNetwork, wrong);
      await expect(read()).resolves.toMatchObject({ wrong, counts: { accountAndNetwork: 1 } });
    });

    test('is found if its counter was reset before', async () => {
      await store.noteWrong(COUNTERS.accountAndNetwork, wrong);
      await expect(read()).resolves.toMatchObject({ wrong, counts: { accountAndNetwork: 0 } });
    });

    test('is replaced by the next one', async () => {
      await store.noteWrong(COUNTERS.accountAndNetwork, wrong);
      const next = { fingerprint: 'other', at: NOW + 1 };
      await store.noteWrong(COUNTERS.accountAndNetwork, next);
      expect((await read()).wrong).toEqual(next);
    });

    test('is forgotten when its counter is reset', async () => {
      await store.take(unlimited, undefined);
      await store.noteWrong(COUNTERS.accountAndNetwork, wrong);
      await store.reset(COUNTERS.accountAndNetwork);
      await expect(read()).resolves.toMatchObject({
        wrong: undefined,
        counts: { accountAndNetwork: 0, network: 1, wideNetwork: 1 },
      });
    });
  });

  describe('the row of a name', () => {
    const change = async (to: (row: NameRow) => NameRow) =>
      store.changeName(NAME, (await read()).name, (row) => to(toCurrentRow(row, NOW)));

    test('is stored and read in full', async () => {
      const stored = await change(() => FULL_ROW);
      expect(stored.row).toEqual(FULL_ROW);
      const { name } = await read();
      expect(name.row).toEqual(FULL_ROW);
      expect(name.version).toBe(stored.version);
    });

    test('is not written if the change returns its argument', async () => {
      const { version } = await change(() => FULL_ROW);
      const unchanged = await store.changeName(NAME, (await read()).name, (row) => row);
      expect(unchanged).toEqual({ row: FULL_ROW, version });
    });

    test('is deleted if it becomes empty', async () => {
      await change(() => FULL_ROW);
      const empty = toCurrentRow(undefined, NOW);
      await change(() => empty);
      expect((await read()).name).toEqual({ row: undefined, version: undefined });
    });

    test('concurrent changes all apply, although they have seen the same row', async () => {
      const { name } = await read();
      await Promise.all(
        Array.from({ length: 8 }, () =>
          store.changeName(NAME, name, (row) => {
            const current = toCurrentRow(row, NOW);
            return { ...current, total: current.total + 1 };
          }),
        ),
      );
      expect((await read()).name.row?.total).toBe(8);
    });
  });

  describe('a solved CAPTCHA', () => {
    const use = () => store.take(unlimited, solved);

    test('can be used once, and a second use counts nothing', async () => {
      await expect(use()).resolves.toBe('taken');
      await expect(use()).resolves.toBe('captcha');
      await expect(counts()).resolves.toEqual([1, 1, 1]);
    });

    test('can be used by only one of several concurrent attempts', async () => {
      const used = await Promise.all(Array.from({ length: 10 }, use));
      expect(used.filter((result) => result === 'taken')).toHaveLength(1);
    });

    test('can be made usable again', async () => {
      await use();
      await store.giveBack([], solved);
      await expect(use()).resolves.toBe('taken');
    });

    test('is not used up by an attempt that a limit refuses', async () => {
      await store.take(unlimited, undefined);
      await expect(store.take(limited(1), solved)).resolves.toBe('limit');
      await expect(use()).resolves.toBe('taken');
    });
  });
}
