import { beforeEach, expect, test } from '@jest/globals';
import type { MailStore } from '../../functions/core/mail-door/mail-store.ts';

const NOW = 1_772_366_400;
const ID = 'mails.account';

/** The tests that every store of mails must pass. `fresh` returns an empty store. */
export function mailsContract(fresh: () => Promise<MailStore>): void {
  let store: MailStore;
  beforeEach(async () => {
    store = await fresh();
  });
  const reserveAll = async (times: readonly number[]) => {
    const reserved = [];
    for (const seconds of times) reserved.push(await store.reserve(ID, NOW + seconds));
    return reserved;
  };

  test('permits three mails in any hour, not in every hour of the clock', async () => {
    const times = [0, 1_000, 2_000, 3_599, 3_600, 3_700, 4_599, 4_600];
    await expect(reserveAll(times)).resolves.toEqual([
      ...[true, true, true, false, true],
      ...[false, false, true],
    ]);
  });
  test('permits two mails a minute apart', async () =>
    await expect(reserveAll([0, 0, 59, 60])).resolves.toEqual([true, false, false, true]));
  test('permits one of many mails at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => store.reserve(ID, NOW)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });
  test('counts each account for itself', async () => {
    await reserveAll([0]);
    await expect(store.reserve('mails.other', NOW)).resolves.toBe(true);
  });
  test('forgets a mail that was given back, and keeps the others', async () => {
    await reserveAll([0, 100, 200]);
    await store.giveBack(ID, NOW + 200);
    await expect(reserveAll([159, 200, 300])).resolves.toEqual([false, true, false]);
  });
  test('gives nothing back that another mail has followed', async () => {
    await reserveAll([0, 100]);
    await store.giveBack(ID, NOW);
    await expect(reserveAll([159])).resolves.toEqual([false]);
  });
  test('gives nothing back that was never sent', async () => {
    await store.giveBack(ID, NOW);
    await expect(reserveAll([0, 59])).resolves.toEqual([true, false]);
  });
}
