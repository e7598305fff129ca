import { describe, expect, test } from '@jest/globals';
import { serviceKeys } from '../../../../functions/adapters/secrets/keys.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { deriveKey } from '../../../../functions/core/keys/keyring.ts';
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
  const put = (...keys: ReturnType<typeof keyEntry>[]) => {
    state.text = JSON.stringify(keyringOf(...keys));
  };
  return { clock, state, put, keys: serviceKeys({ secret: keyringSecret(read, clock), clock }) };
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

describe('a kid that is not in the cached keyring', () => {
  test('is unknown if the keyring was read for it', async () => {
    const { state, keys } = createKeys(keyEntry('k1'));
    await expect(keys.byId('k2', 'captcha')).resolves.toBeUndefined();
    expect(state.reads).toBe(1);
  });

  test('is found by reading the secret again', async () => {
    const { clock, state, put, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(10);
    put(keyEntry('k1'), keyEntry('k2'));
    await expect(keys.byId('k2', 'captcha')).resolves.toEqual(derived('k2'));
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
      put(keyEntry('k1'), keyEntry('k2'));
      clock.advance(since);
      const failure = await catchFailure(keys.byId('k2', 'captcha'));
      expect(failure).toMatchObject({ code: 'SERVICE_UNAVAILABLE', options: { retryAfter: wait } });
      expect(state.reads).toBe(1);
      clock.advance(wait);
      await expect(keys.byId('k2', 'captcha')).resolves.toEqual(derived('k2'));
    },
  );

  test('causes one read for concurrent callers', async () => {
    const { clock, state, put, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(60);
    put(keyEntry('k1'), keyEntry('k2'));
    await expect(Promise.all([1, 2, 3].map(() => keys.byId('k2', 'captcha')))).resolves.toEqual([
      derived('k2'),
      derived('k2'),
      derived('k2'),
    ]);
    expect(state.reads).toBe(2);
  });

  test('is remembered as unknown until the cache expires', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(10);
    await expect(keys.byId('gone', 'captcha')).resolves.toBeUndefined();
    clock.advance(200);
    await expect(keys.byId('gone', 'captcha')).resolves.toBeUndefined();
    expect(state.reads).toBe(2);
  });

  test.each([
    ['too long', 'x'.repeat(65)],
    ['of invalid characters', 'k 1'],
    ['empty', ''],
    ['not a string', 7],
  ])('is unknown without a read if it is %s', async (_, kid) => {
    const { state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    await expect(keys.byId(kid as string, 'captcha')).resolves.toBeUndefined();
    expect(state.reads).toBe(1);
  });

  test('causes at most one read in ten seconds, however many there are', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1);
      for (let guess = 0; guess < 50; guess += 1) {
        await keys.byId(`forged-${second}-${guess}`, 'captcha').catch(() => {});
      }
    }
    expect(state.reads).toBe(7);
  });

  test('is INTERNAL_ERROR if the read fails, and cached keys still work', async () => {
    const { clock, state, keys } = createKeys(keyEntry('k1'));
    await keys.current('captcha');
    clock.advance(20);
    state.failing = true;
    await expect(catchFailure(keys.byId('k2', 'captcha'))).resolves.toMatchObject({
      code: 'INTERNAL_ERROR',
    });
    await expect(keys.byId('k1', 'captcha')).resolves.toEqual(derived('k1'));
    await expect(keys.current('captcha')).resolves.toMatchObject({ kid: 'k1' });
    await expect(catchFailure(keys.byId('k2', 'captcha'))).resolves.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(state.reads).toBe(2);
  });
});

describe('a key rotation', () => {
  test('the new key signs from its start on, and the old key still verifies', async () => {
    const { clock, put, keys } = createKeys(keyEntry('old'));
    await keys.current('captcha');
    const activeFrom = new Date(clock() + 600_000).toISOString();
    put(keyEntry('old', { retired_at: activeFrom }), keyEntry('new', { active_from: activeFrom }));
    clock.advance(300);
    await expect(keys.current('captcha')).resolves.toMatchObject({ kid: 'old' });
    await expect(keys.byId('new', 'captcha')).resolves.toEqual(derived('new'));
    clock.advance(299);
    await expect(keys.current('captcha')).resolves.toMatchObject({ kid: 'old' });
    clock.advance(1);
    await expect(keys.current('captcha')).resolves.toMatchObject({ kid: 'new' });
    await expect(keys.byId('old', 'captcha')).resolves.toEqual(derived('old'));
  });

  test('a key that can no longer verify is unknown without another read', async () => {
    const { state, keys } = createKeys(
      keyEntry('ancient', { retired_at: '2026-01-02T00:00:00.000Z' }),
      keyEntry('k1'),
    );
    await keys.current('captcha');
    await expect(keys.byId('ancient', 'captcha')).resolves.toBeUndefined();
    expect(state.reads).toBe(1);
  });
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
