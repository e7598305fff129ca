import { beforeEach, expect, test } from '@jest/globals';
import { serviceKeys } from '../../../../functions/adapters/secrets/keys.ts';
import { type Keyring, parseKeyring } from '../../../../functions/core/keys/keyring.ts';
import { retireKeys } from '../../../../functions/core/keys/retire-keys.ts';
import {
  createKeyring,
  rotateKeys,
  withNewKey,
} from '../../../../functions/core/keys/rotate-keys.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchCode } from '../../../support/failure.ts';
import { fakeVersions } from '../../../support/keyring-versions.ts';
import { keyringSecret } from '../../../support/keys.ts';

let clock: ReturnType<typeof frozenClock>;
let store: ReturnType<typeof fakeVersions>;
const ports = () => ({ versions: store.versions, clock });
const current = async (): Promise<Keyring> => parseKeyring((await store.versions.current()) ?? '');
/** The keys of a function that starts now. */
const startFunction = () =>
  serviceKeys({
    secret: keyringSecret(async () => (await store.versions.current()) ?? '', clock),
    clock,
  });

beforeEach(async () => {
  clock = frozenClock();
  store = fakeVersions();
  const old = createKeyring(clock());
  clock.advance(90 * 86_400);
  const keyring = withNewKey(old, clock());
  clock.advance(86_400);
  await store.versions.putFirst(JSON.stringify(keyring));
});

test('a retired key neither signs nor verifies, and a new key signs at once', async () => {
  const before = startFunction();
  const leaked = await before.current('captcha');
  const next = await retireKeys(ports(), leaked.kid);
  const keys = startFunction();
  await expect(keys.current('captcha')).resolves.toMatchObject({ kid: next });
  await expect(keys.byId(leaked.kid, 'captcha')).resolves.toBeUndefined();
  expect(next).not.toBe(leaked.kid);
  // A function that has cached the secret reads it again after five minutes.
  clock.advance(300);
  await expect(before.byId(leaked.kid, 'captcha')).resolves.toBeUndefined();
  await expect(before.current('captcha')).resolves.toMatchObject({ kid: next });
});

test('a function that has cached the secret finds the new key, or says to try again', async () => {
  const cached = startFunction();
  const { kid } = await cached.current('captcha');
  const next = (await retireKeys(ports(), kid)) ?? '';
  await expect(catchCode(cached.byId(next, 'captcha'))).resolves.toBe('SERVICE_UNAVAILABLE');
  clock.advance(10);
  await expect(cached.byId(next, 'captcha')).resolves.toHaveLength(32);
});

test.each([-240, 240])(
  'the new key signs at once if the clock of the operator is off by %d s',
  async (seconds) => {
    const [leaked] = (await current()).keys.slice(-1);
    const off = () => clock() + seconds * 1_000;
    const next = await retireKeys({ versions: store.versions, clock: off }, leaked?.kid);
    await expect(startFunction().current('captcha')).resolves.toMatchObject({ kid: next });
  },
);

test('the other keys verify, but do not sign, and the key that does not rotate stays', async () => {
  const { keys, permanent } = await current();
  await retireKeys(ports(), keys[1]?.kid);
  const other = keys[0]?.kid ?? '';
  await expect(startFunction().byId(other, 'captcha')).resolves.toHaveLength(32);
  expect((await current()).permanent).toBe(permanent);
  clock.advance(30 * 86_400);
  await expect(startFunction().byId(other, 'captcha')).resolves.toBeUndefined();
});

test('a key that only verifies can be retired as well', async () => {
  const [old, signing] = (await current()).keys;
  await retireKeys(ports(), old?.kid);
  await expect(startFunction().byId(old?.kid ?? '', 'captcha')).resolves.toBeUndefined();
  await expect(startFunction().byId(signing?.kid ?? '', 'captcha')).resolves.toHaveLength(32);
});

test('without a kid, everything in the secret is replaced', async () => {
  const before = await current();
  const next = await retireKeys(ports());
  const after = await current();
  expect(after.keys.map(({ kid }) => kid)).toEqual([next]);
  expect(after.permanent).not.toBe(before.permanent);
  for (const { kid } of before.keys) {
    await expect(startFunction().byId(kid, 'captcha')).resolves.toBeUndefined();
  }
});

test('a rotation in progress cannot put a retired key back', async () => {
  const [leaked] = (await current()).keys.slice(-1);
  await rotateKeys(ports(), { step: 'createSecret', version: 'a' });
  await retireKeys(ports(), leaked?.kid);
  await expect(rotateKeys(ports(), { step: 'finishSecret', version: 'a' })).rejects.toThrow();
  expect((await current()).keys.map(({ kid }) => kid)).not.toContain(leaked?.kid);
});

test('fails if a rotation puts a retired key back at the same time', async () => {
  const text = (await store.versions.current()) ?? '';
  const [leaked] = parseKeyring(text).keys.slice(-1);
  const versions = {
    ...store.versions,
    discardPending: () => store.versions.putCurrent(text),
  };
  await expect(retireKeys({ versions, clock }, leaked?.kid)).rejects.toThrow(
    'A rotation finished at the same time. Run this command again.',
  );
});

test('an unknown key changes nothing, and a secret without a value is an error', async () => {
  const before = await store.versions.current();
  await expect(retireKeys(ports(), 'unknown')).resolves.toBeUndefined();
  expect(await store.versions.current()).toBe(before);
  const { versions } = fakeVersions();
  await expect(retireKeys({ versions, clock })).rejects.toThrow('The secret has no value.');
});
