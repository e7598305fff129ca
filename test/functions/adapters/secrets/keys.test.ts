import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { serviceKeys } from '../../../../functions/adapters/secrets/keys.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { deriveKey, derivePermanentKey } from '../../../../functions/core/keys/keyring.ts';
import { createKid } from '../../../../functions/core/keys/kid.ts';
import { createKeyring, withNewKey } from '../../../../functions/core/keys/rotate-keys.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchFailure } from '../../../support/failure.ts';
import { keyEntry, keyringOf, keyringSecret } from '../../../support/keys.ts';

/** Returns keys over a secret that a test can change, and the number of reads. */
function createKeys(...entries: ReturnType<typeof keyEntry>[]) {
  const clock = frozenClock();
  const state = { text: JSON.stringify(keyringOf(...entries)), reads: 0, failing: false };
  const read = async () => {
    state.reads += 1;
    const { text, failing } = state;
    await Promise.resolve();
    if (failing) throw new AuthError('INTERNAL_ERROR', { cause: new Error('unreachable') });
    return text;
  };
  const reported: unknown[] = [];
  const secret = keyringSecret(read, clock, (error) => reported.push(error));
  const put = (...keys: ReturnType<typeof keyEntry>[]) => {
    state.text = JSON.stringify(keyringOf(...keys));
  };
  return { clock, state, put, reported, keys: serviceKeys({ secret, clock }) };
}

const derived = (kid: string) => deriveKey(keyEntry(kid), 'captcha');

describe('the cache', () => {
  test('is used for five minutes', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(299);
    await keys.current('device');
    await keys.byId('k1', 'device');
    expect(state.reads).toBe(1);
    clock.advance(1);
    await keys.current('captcha');
    expect(state.reads).toBe(2);
  });

  test('is filled by one read for concurrent callers', async () => {
    const { state, keys } = createKeys(keyEntry('k1'));
    await Promise.all([
      keys.current('captcha'),
      keys.current('captcha'),
      keys.byId('k1', 'captcha'),
      keys.byId('k1', 'refresh-token'),
    ]);
    expect(state.reads).toBe(1);
  });

  test('does not keep a failure', async () => {
    const { state, keys } = createKeys(keyEntry('k1'));
    state.failing = true;
    await expect(catchFailure(keys.current('captcha'))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
    });
    await expect(catchFailure(keys.byId('k1', 'captcha'))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
    });
    state.failing = false;
    await expect(keys.current('captcha')).resolves.toEqual({ kid: 'k1', key: derived('k1') });
  });
});

/** Returns a `kid` that the service made so many seconds before the clock of these tests. */
const kidMade = (secondsAgo: number) => createKid(TAG_KEY, frozenClock()() - secondsAgo * 1_000);
const TAG_KEY = derivePermanentKey(keyringOf(), 'kid');

describe('a kid that the service made after the cached reading', () => {
  const newer = kidMade(-20);

  test('is found by reading the secret again', async () => {
    const { clock, state, put, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(30);
    put(keyEntry('k1'), keyEntry(newer));
    await expect(keys.byId(newer, 'captcha')).resolves.toEqual(derived(newer));
    expect(state.reads).toBe(2);
  });

  test.each([
    [0, 10],
    [1, 9],
    [9.5, 1],
  ])(
    'is SERVICE_UNAVAILABLE %d s after the last read, and found after a retryAfter of %d s',
    async (since, wait) => {
      const { clock, state, put, keys } = createKeys(keyEntry('k1'));
      await keys.current('captcha');
      put(keyEntry('k1'), keyEntry(newer));
      clock.advance(since);
      const failure = await catchFailure(keys.byId(newer, 'captcha'));
      expect(failure).toMatchObject({ code: 'SERVICE_UNAVAILABLE', options: { retryAfter: wait } });
      expect(state.reads).toBe(1);
      clock.advance(wait);
      await expect(keys.byId(newer, 'captcha')).resolves.toEqual(derived(newer));
    },
  );

  test('causes one read for concurrent callers', async () => {
    const { clock, state, put, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(60);
    put(keyEntry('k1'), keyEntry(newer));
    await expect(Promise.all([1, 2, 3].map(() => keys.byId(newer, 'captcha')))).resolves.toEqual([
      derived(newer),
      derived(newer),
      derived(newer),
    ]);
    expect(state.reads).toBe(2);
  });

  test('is SERVICE_UNAVAILABLE if the read fails, and cached keys still work', async () => {
    const { clock, state, reported, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(20);
    state.failing = true;
    for (const retryAfter of [10, 10]) {
      await expect(catchFailure(keys.byId(newer, 'captcha'))).resolves.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
        options: { retryAfter },
      });
    }
    await expect(keys.byId('k1', 'captcha')).resolves.toEqual(derived('k1'));
    await expect(keys.current('captcha')).resolves.toMatchObject({ kid: 'k1' });
    expect(state.reads).toBe(2);
    expect(reported).toHaveLength(1);
  });

  test('is SERVICE_UNAVAILABLE until a reading must contain it, then unknown', async () => {
    const { clock, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(20 + 599);
    await expect(catchFailure(keys.byId(newer, 'captcha'))).resolves.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    clock.advance(10);
    await expect(keys.byId(newer, 'captcha')).resolves.toBeUndefined();
  });
});

describe('a kid that cannot be newer than the cached reading', () => {
  const other = derivePermanentKey(
    { permanent: Buffer.alloc(32, 'other').toString('base64url') },
    'kid',
  );
  const flipped = kidMade(0).replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));

  test.each<[string, unknown]>([
    ['made more than ten minutes before it', kidMade(600)],
    ['made years ago', kidMade(100_000_000)],
    ['with another tag', flipped],
    ['with the tag of another secret', createKid(other, frozenClock()() + 60_000)],
    ['without a tag', 'k2'],
    ['of the right length without a tag', 'A'.repeat(24)],
    ['that is too long', 'x'.repeat(65)],
    ['of invalid characters', 'k 1'],
    ['that is empty', ''],
    ['that is not a string', 7],
  ])('%s is unknown without a read', async (_, kid) => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(299);
    await expect(keys.byId(kid as string, 'captcha')).resolves.toBeUndefined();
    expect(state.reads).toBe(1);
  });

  test('never causes a SERVICE_UNAVAILABLE or a read, however many are made up', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1);
      for (let guess = 0; guess < 50; guess += 1) {
        const kid = randomBytes(18).toString('base64url');
        await expect(keys.byId(kid, 'captcha')).resolves.toBeUndefined();
      }
    }
    expect(state.reads).toBe(1);
  });

  test('is unknown also while the last reading is stale', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    state.failing = true;
    clock.advance(6 * 3_600 - 1);
    for (const kid of [kidMade(600), flipped, 'A'.repeat(24)]) {
      await expect(keys.byId(kid, 'captcha')).resolves.toBeUndefined();
    }
    await expect(keys.byId('k1', 'captcha')).resolves.toEqual(derived('k1'));
  });
});

describe('key rotations', () => {
  const DAY = 86_400;
  /** Rotates the keys of a secret that functions read. */
  const createRotating = () => {
    const { clock, state, keys } = createKeys();
    let keyring = createKeyring(clock());
    const store = () => {
      state.text = JSON.stringify(keyring);
    };
    store();
    const rotate = () => {
      keyring = withNewKey(keyring, clock());
      store();
    };
    return { clock, state, keys, rotate };
  };

  test('the new key signs from its start on, and the old key still verifies', async () => {
    const { clock, keys, rotate } = createRotating();
    const old = await keys.current('captcha');
    rotate();
    clock.advance(599);
    await expect(keys.current('captcha')).resolves.toEqual(old);
    clock.advance(1);
    const next = await keys.current('captcha');
    expect(next.kid).not.toBe(old.kid);
    await expect(keys.byId(old.kid, 'captcha')).resolves.toEqual(old.key);
    await expect(keys.byId(next.kid, 'captcha')).resolves.toEqual(next.key);
  });

  test('a function that is two rotations behind finds the newest key', async () => {
    const behind = createRotating();
    await behind.keys.current('captcha');
    behind.rotate();
    behind.clock.advance(90 * DAY);
    behind.rotate();
    behind.clock.advance(600);
    const newest = await createReader(behind).current('captcha');
    await expect(behind.keys.byId(newest.kid, 'captcha')).resolves.toEqual(newest.key);
  });

  test('a function whose reading is stale answers SERVICE_UNAVAILABLE for the newest key', async () => {
    const behind = createRotating();
    const old = await behind.keys.current('captcha');
    behind.rotate();
    behind.clock.advance(3_600);
    const newest = await createReader(behind).current('captcha');
    behind.state.failing = true;
    await expect(catchFailure(behind.keys.byId(newest.kid, 'captcha'))).resolves.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await expect(behind.keys.byId(old.kid, 'captcha')).resolves.toEqual(old.key);
  });

  test('a retired key verifies for thirty days, then it is unknown', async () => {
    const { clock, keys, rotate } = createRotating();
    const { kid, key } = await keys.current('captcha');
    rotate();
    clock.advance(600 + 30 * DAY - 1);
    await expect(keys.byId(kid, 'captcha')).resolves.toEqual(key);
    clock.advance(1);
    await expect(keys.byId(kid, 'captcha')).resolves.toBeUndefined();
    rotate(); // drops it
    clock.advance(300);
    await expect(keys.byId(kid, 'captcha')).resolves.toBeUndefined();
  });

  /** Returns the keys of a function that starts now. */
  const createReader = ({ clock, state }: ReturnType<typeof createRotating>) =>
    serviceKeys({ secret: keyringSecret(async () => state.text, clock), clock });
});

const unusable = {
  'is empty': '',
  'is not JSON': 'c2VjcmV0',
  'is malformed': '{"keys":[{"kid":"k1","key":"c2VjcmV0"}]}',
  'holds no key': JSON.stringify(keyringOf()),
  'holds no active key': JSON.stringify(
    keyringOf(keyEntry('k1', { active_from: '2099-01-01T00:00:00.000Z' })),
  ),
};
test.each(Object.entries(unusable))(
  'a keyring that %s is INTERNAL_ERROR, and its text is not in the error',
  async (_, text) => {
    const { state, keys } = createKeys();
    state.text = text;
    const failure = await catchFailure(keys.current('captcha'));
    expect(failure.code).toBe('INTERNAL_ERROR');
    const texts = [
      failure.message,
      (failure.cause as Error).message,
      failure.stack,
      (failure.cause as Error).stack,
    ].join();
    for (const hidden of ['c2VjcmV0', keyEntry('k1').key]) expect(texts).not.toContain(hidden);
  },
);
