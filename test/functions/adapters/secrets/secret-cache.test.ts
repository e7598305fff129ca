import { describe, expect, test } from '@jest/globals';
import { SecretCache } from '../../../../functions/adapters/secrets/secret-cache.ts';
import { frozenClock } from '../../../support/clock.ts';

const DEADLINE_MS = 3_300;

/** Returns a secret whose reads a test answers one by one. */
function createSecret() {
  const clock = frozenClock();
  const reads: PromiseWithResolvers<string>[] = [];
  const read = () => {
    const next = Promise.withResolvers<string>();
    reads.push(next);
    return next.promise;
  };
  const parse = (text: string) => text.toUpperCase();
  const reported: unknown[] = [];
  const reportStale = (error: unknown) => reported.push(error);
  const secret = new SecretCache({ read, parse, clock, deadlineMs: DEADLINE_MS, reportStale });
  const value = async () => (await secret.fresh()).value;
  return { clock, reads, reported, secret, value };
}

test('a secret is read once in five minutes, also by concurrent callers', async () => {
  const { clock, reads, value } = createSecret();
  const both = Promise.all([value(), value()]);
  reads[0]?.resolve('one');
  await expect(both).resolves.toEqual(['ONE', 'ONE']);
  clock.advance(299.999);
  await expect(value()).resolves.toBe('ONE');
  clock.advance(0.001);
  const second = value();
  reads[1]?.resolve('two');
  await expect(second).resolves.toBe('TWO');
  expect(reads).toHaveLength(2);
});

test('a failed read is not cached', async () => {
  const { reads, value } = createSecret();
  const first = value();
  reads[0]?.reject(new Error('down'));
  await expect(first).rejects.toThrow('down');
  const second = value();
  reads[1]?.resolve('text');
  await expect(second).resolves.toBe('TEXT');
});

test('a read is not shared after its deadline, because its function may have been frozen', async () => {
  const { clock, reads, value } = createSecret();
  const frozen = value();
  clock.advance(DEADLINE_MS / 1_000);
  const later = value();
  expect(reads).toHaveLength(2);
  reads[1]?.resolve('new');
  await expect(later).resolves.toBe('NEW');
  reads[0]?.resolve('old');
  await expect(frozen).resolves.toBe('OLD');
  await expect(value()).resolves.toBe('NEW');
});

describe('if a read fails', () => {
  /** Returns a secret that was read once and whose later reads fail. */
  const createFailing = async () => {
    const made = createSecret();
    const first = made.value();
    made.reads[0]?.resolve('text');
    await first;
    const failRead = async (after: number) => {
      made.clock.advance(after);
      const value = made.value();
      made.reads.at(-1)?.reject(new Error('down'));
      return value;
    };
    return { ...made, failRead };
  };

  test.each([300, 21_599])(
    '%d s after the last reading, that is used and reported',
    async (age) => {
      const { reported, failRead } = await createFailing();
      await expect(failRead(age)).resolves.toBe('TEXT');
      expect(reported).toEqual([new Error('down')]);
    },
  );

  test('six hours after the last reading, the error is thrown', async () => {
    const { reported, failRead } = await createFailing();
    await expect(failRead(21_600)).rejects.toThrow('down');
    expect(reported).toEqual([]);
  });

  test('the next read starts ten seconds after the failed one', async () => {
    const { clock, reads, value, failRead } = await createFailing();
    await failRead(300);
    clock.advance(9.999);
    await expect(value()).resolves.toBe('TEXT');
    expect(reads).toHaveLength(2);
    clock.advance(0.001);
    const next = value();
    reads[2]?.resolve('new');
    await expect(next).resolves.toBe('NEW');
  });

  test('a text that cannot be parsed counts as a failure', async () => {
    const clock = frozenClock();
    let text = '{"key":1}';
    const secret = new SecretCache({
      read: async () => text,
      parse: (json) => JSON.parse(json) as unknown,
      clock,
      deadlineMs: DEADLINE_MS,
      reportStale: () => {},
    });
    await secret.fresh();
    text = '';
    clock.advance(300);
    await expect(secret.fresh()).resolves.toMatchObject({ value: { key: 1 } });
  });
});

test('the first read of a secret prepares the others', async () => {
  const clock = frozenClock();
  const opened: SecretCache<string>[] = [];
  const asked: string[] = [];
  const open = (name: string) => {
    const secret = new SecretCache({
      read: async () => {
        asked.push(name);
        if (name === 'broken') throw new Error('denied');
        return name;
      },
      parse: (text) => text,
      clock,
      deadlineMs: DEADLINE_MS,
      reportStale: () => {},
      beforeRead: () => {
        for (const each of opened) each.prepare();
      },
    });
    opened.push(secret);
    return secret;
  };
  const [one, two] = [open('one'), open('two'), open('broken')];
  await one?.fresh();
  expect(asked.toSorted()).toEqual(['broken', 'one', 'two']);
  await expect(two?.fresh()).resolves.toMatchObject({ value: 'two' });
  expect(asked).toHaveLength(3);
});
