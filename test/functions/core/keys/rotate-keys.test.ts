import { beforeEach, describe, expect, test } from '@jest/globals';
import { KEYRING, SESSION } from '../../../../contract/limits.ts';
import { tokenKeys } from '../../../../functions/adapters/secrets/keys.ts';
import {
  findSigningEntry,
  type Keyring,
  parseKeyring,
} from '../../../../functions/core/keys/keyring.ts';
import {
  createKeyring,
  ensureFirstKey,
  KEY_ROTATION_STEPS,
  type KeyRotationStep,
  rotateKeys,
  withNewKey,
} from '../../../../functions/core/keys/rotate-keys.ts';
import { sessionJwts } from '../../../../functions/core/sessions/session-jwt.ts';
import { fakeVersions } from '../../../support/keyring-versions.ts';
import { keyringOf, keyringSecret } from '../../../support/keys.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const SECOND = 1_000;

let now: number;
let store: ReturnType<typeof fakeVersions>;
const clock = () => now;
const step = (name: KeyRotationStep, version: string) =>
  rotateKeys({ versions: store.versions, clock }, { step: name, version });
const runAllSteps = async (version: string) => {
  for (const name of KEY_ROTATION_STEPS) await step(name, version);
};
const current = async (): Promise<Keyring> => parseKeyring((await store.versions.current()) ?? '');

beforeEach(() => {
  now = NOON;
  store = fakeVersions();
});

describe('the first key', () => {
  test('signs at once', async () => {
    await ensureFirstKey({ versions: store.versions, clock });
    const keyring = await current();
    expect(findSigningEntry(keyring, now)).toEqual(keyring.keys[0]);
    expect(keyring.keys).toEqual([
      expect.objectContaining({ active_from: new Date(NOON).toISOString(), retired_at: null }),
    ]);
  });

  test('is created once, even if a deployment asks repeatedly', async () => {
    await ensureFirstKey({ versions: store.versions, clock });
    const first = await store.versions.current();
    await ensureFirstKey({ versions: store.versions, clock });
    expect(await store.versions.current()).toBe(first);
  });

  test('can be created by a rotation', async () => {
    await runAllSteps('a');
    expect(findSigningEntry(await current(), now)).toBeDefined();
  });

  test.each(['', '{', '{"keys":[{}]}'])(
    'does not overwrite %j, which may contain keys in use',
    async (text) => {
      await store.versions.putFirst(text);
      await expect(ensureFirstKey({ versions: store.versions, clock })).rejects.toThrow(TypeError);
      await expect(runAllSteps('a')).rejects.toThrow(TypeError);
      expect(await store.versions.current()).toBe(text);
    },
  );
});

describe('a key rotation', () => {
  beforeEach(() => ensureFirstKey({ versions: store.versions, clock }));

  test('keeps the key that does not rotate', async () => {
    const { permanent } = await current();
    await runAllSteps('a');
    await runAllSteps('b');
    expect((await current()).permanent).toBe(permanent);
    expect(createKeyring(NOON).permanent).not.toBe(permanent);
  });

  test('publishes a key that signs only after every function has read it', async () => {
    const [first] = (await current()).keys;
    await runAllSteps('a');
    const { keys } = await current();
    expect(keys).toHaveLength(2);
    const change = NOON + KEYRING.activateAfter * SECOND;
    expect(keys[0]).toEqual({ ...first, retired_at: new Date(change).toISOString() });
    expect(findSigningEntry({ keys }, change - 1)?.kid).toBe(first?.kid);
    expect(findSigningEntry({ keys }, change)?.kid).toBe(keys[1]?.kid);
    expect(KEYRING.activateAfter).toBeGreaterThanOrEqual(2 * KEYRING.cache);
  });

  test('creates one key even if steps are repeated', async () => {
    for (const name of KEY_ROTATION_STEPS) {
      for (let times = 0; times < 3; times += 1) await step(name, 'a');
    }
    const once = await store.versions.current();
    await runAllSteps('a'); // repeats the finished rotation
    expect(await store.versions.current()).toBe(once);
    expect((await current()).keys).toHaveLength(2);
  });

  test('that is interrupted changes nothing and continues with the same key', async () => {
    const before = await store.versions.current();
    await step('createSecret', 'a');
    expect(await store.versions.current()).toBe(before);
    const pending = await store.versions.pending('a');
    await runAllSteps('a');
    expect(await store.versions.current()).toBe(pending);
  });

  test.each([
    [300, 'publishes its key'],
    [301, 'fails, and the next one succeeds'],
  ])('that finishes %d s after it created its key %s', async (seconds) => {
    const before = await store.versions.current();
    await step('createSecret', 'a');
    now += seconds * SECOND;
    if (seconds <= KEYRING.publishWithin) {
      await step('finishSecret', 'a');
    } else {
      await expect(step('finishSecret', 'a')).rejects.toThrow('start another one');
      expect(await store.versions.current()).toBe(before);
      expect(store.stages.has('AWSPENDING')).toBe(false);
      await runAllSteps('b');
    }
    expect((await current()).keys).toHaveLength(2);
  });

  test('fails its test step if the pending keyring is missing or empty', async () => {
    await expect(step('testSecret', 'never-created')).rejects.toThrow(TypeError);
    await store.versions.putPending('empty', JSON.stringify(keyringOf()));
    await expect(step('testSecret', 'empty')).rejects.toThrow('holds no key');
  });

  test('that is repeated within the delay leaves exactly one signing key at any time', async () => {
    await runAllSteps('a');
    now += 60 * SECOND;
    await runAllSteps('b');
    const { keys } = await current();
    for (let at = NOON; at < NOON + 3 * KEYRING.activateAfter * SECOND; at += 30 * SECOND) {
      expect(findSigningEntry({ keys }, at)).toBeDefined();
    }
    expect(keys.filter(({ retired_at }) => retired_at === null)).toHaveLength(1);
  });

  test('drops a key as soon as it can no longer verify anything', async () => {
    await runAllSteps('a');
    const [first, second] = (await current()).keys;
    const retired = Date.parse(first?.retired_at ?? '');
    const kids = (at: number) =>
      withNewKey({ ...keyringOf(), keys: first && second ? [first, second] : [] }, at).keys.map(
        ({ kid }) => kid,
      );
    expect(kids(retired + KEYRING.keepRetired * SECOND - 1)).toContain(first?.kid);
    expect(kids(retired + KEYRING.keepRetired * SECOND)).not.toContain(first?.kid);
    expect(KEYRING.keepRetired).toBeGreaterThanOrEqual(SESSION.lifetime);
  });

  test('creates unique keys and kids in a valid keyring', () => {
    let keyring = createKeyring(NOON);
    for (let count = 1; count < 20; count += 1) keyring = withNewKey(keyring, NOON + count);
    expect(parseKeyring(JSON.stringify(keyring))).toEqual(keyring);
    expect(new Set(keyring.keys.map(({ kid }) => kid)).size).toBe(20);
    expect(new Set(keyring.keys.map(({ key }) => key)).size).toBe(20);
  });
});

test('a token outlives a key rotation that functions notice at different times', async () => {
  await ensureFirstKey({ versions: store.versions, clock });
  const createFunction = () => {
    const secret = keyringSecret(async () => (await store.versions.current()) ?? '', clock);
    const keys = tokenKeys({ secret, clock });
    return sessionJwts({ keys, clock, issuer: 'issuer', audience: 'audience' });
  };
  const user = { sub: 'user', username: 'name', email: null, groups: [] };
  const session = { sub: 'user', sid: 'session', user };
  const stale = createFunction();
  const old = await stale.sign(session);

  await runAllSteps('a');
  const fresh = createFunction();
  // Each of the two functions accepts what the other signs, at any time around the change.
  for (let minute = 0; minute <= 30; minute += 1) {
    for (const [signer, reader] of [
      [stale, fresh],
      [fresh, stale],
    ] as const) {
      await expect(reader.verify(await signer.sign(session))).resolves.toMatchObject({
        sub: 'user',
      });
    }
    await expect(fresh.verify(old)).resolves.toMatchObject({ sid: 'session' });
    now += 60 * SECOND;
  }

  now = NOON + (SESSION.jwtLifetime - 60) * SECOND;
  await runAllSteps('b');
  await expect(createFunction().verify(old)).resolves.toMatchObject({ sid: 'session' });
  now = NOON + SESSION.jwtLifetime * SECOND;
  await expect(createFunction().verify(old)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
});
