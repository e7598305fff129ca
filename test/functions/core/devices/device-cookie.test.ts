import { describe, expect, test } from '@jest/globals';
import { DEVICE } from '../../../../contract/limits.ts';
import {
  createDeviceEntry,
  type DeviceEntry,
  type DeviceKeys,
  deviceCookies,
  withDeviceEntry,
} from '../../../../functions/core/devices/device-cookie.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { frozenClock } from '../../../support/clock.ts';
import { catchCode } from '../../../support/failure.ts';

const KEYS: Readonly<Record<string, Uint8Array>> = {
  k1: new Uint8Array(32).fill(1),
  k2: new Uint8Array(32).fill(2),
};
const keysOf = (signing: string): DeviceKeys => ({
  current: async () => ({ kid: signing, key: KEYS[signing] as Uint8Array }),
  byId: async (kid) => KEYS[kid],
});

const clock = frozenClock();
const now = clock.seconds();
const cookies = deviceCookies({ keys: keysOf('k1'), clock });
const account = (letter: string) => letter.repeat(43);
const entry = (letter: string, issuedAt = now): DeviceEntry =>
  createDeviceEntry(account(letter), issuedAt);
/** Writes a cookie and returns its value. */
async function writeCookie(...entries: DeviceEntry[]): Promise<string> {
  const cookie = await cookies.write(entries);
  if ('clear' in cookie) throw new Error('the cookie must have a value');
  return cookie.value;
}

test('returns the entries that were written', async () => {
  const entries = [entry('a', now), entry('b', now - 1), entry('c', now - 2)];
  const value = await writeCookie(...entries);
  expect(value).toMatch(/^[A-Za-z0-9._~-]+$/);
  await expect(cookies.read([value])).resolves.toEqual(entries);
});

test('each device has a nonce of its own', () =>
  expect(entry('a').nonce).not.toBe(entry('a').nonce));

test('an entry replaces the one of the same account', () => {
  const [a, b, newA] = [entry('a'), entry('b'), entry('a')];
  expect(withDeviceEntry([a, b], newA)).toEqual([newA, b]);
});

test('keeps the three accounts that were issued last', async () => {
  const [a, b, c, d] = [
    entry('a', now),
    entry('b', now - 3),
    entry('c', now - 1),
    entry('d', now - 2),
  ];
  await expect(cookies.read([await writeCookie(a, b, c, d)])).resolves.toEqual([a, c, d]);
});

test('of several cookies it returns the newest entry of each account', async () => {
  const [older, newer, other] = [entry('a', now - 5), entry('a', now), entry('b', now - 1)];
  const values = [await writeCookie(older, other), await writeCookie(newer)];
  await expect(cookies.read(values)).resolves.toEqual([newer, other]);
});

test('the cookie lives as long as its newest entry', async () => {
  await expect(cookies.write([entry('a', now - 60), entry('b', now - 10)])).resolves.toMatchObject({
    kind: 'device',
    maxAge: DEVICE.lifetime - 10,
  });
});

test('an entry expires 180 days after its issue', async () => {
  const [last, expired] = [entry('a', now - 180 * 86_400 + 1), entry('b', now - 180 * 86_400)];
  await expect(cookies.read([await writeCookie(last, expired)])).resolves.toEqual([last]);
});

test('a key that no longer signs is still accepted', async () => {
  const a = entry('a');
  const rotated = await deviceCookies({ keys: keysOf('k2'), clock }).write([a]);
  if ('clear' in rotated) throw new Error('the cookie must have a value');
  await expect(cookies.read([rotated.value])).resolves.toEqual([a]);
});

describe('an entry is ignored, and the others are not, if it', () => {
  const changes: Record<string, (value: string) => string> = {
    'is empty': () => '',
    'is no entry': () => 'device',
    'is cut off': (value) => value.slice(0, -1),
    'has another version': (value) => value.replace(/^1/, '2'),
    'has an unknown kid': (value) => value.replace('.k1.', '.k9.'),
    'has the kid of another key': (value) => value.replace('.k1.', '.k2.'),
    'names another account': (value) => value.replace(account('a'), account('z')),
    'has another time of issue': (value) => value.replace(`.${now}.`, `.${now + 1}.`),
    'has a padded time of issue': (value) => value.replace(`.${now}.`, `.0${now}.`),
    'has another nonce': (value) =>
      value.replace(/\.[^.]{22}\./, (nonce) => nonce.toUpperCase().replace(/[A-Z]/, '0')),
    'has another MAC': (value) => `${value.slice(0, -43)}${'A'.repeat(43)}`,
    'is longer': (value) => `${value}A`,
  };
  test.each(Object.entries(changes))('%s', async (_, change) => {
    const intact = entry('b');
    const value = await writeCookie(entry('a'));
    const changed = change(value);
    expect(changed).not.toBe(value);
    await expect(cookies.read([`${changed}~${await writeCookie(intact)}`])).resolves.toEqual([
      intact,
    ]);
    await expect(cookies.read([changed, await writeCookie(intact)])).resolves.toEqual([intact]);
  });
});

describe('if the keys', () => {
  const failing = (code: 'SERVICE_UNAVAILABLE' | 'INTERNAL_ERROR') =>
    deviceCookies({
      clock,
      keys: {
        ...keysOf('k1'),
        byId: async () => {
          throw new AuthError(code);
        },
      },
    });

  test('cannot look a kid up at the moment, its entry is ignored', async () =>
    await expect(
      failing('SERVICE_UNAVAILABLE').read([await writeCookie(entry('a'))]),
    ).resolves.toEqual([]));

  test('cannot be read, reading fails', async () =>
    await expect(
      catchCode(failing('INTERNAL_ERROR').read([await writeCookie(entry('a'))])),
    ).resolves.toBe('INTERNAL_ERROR'));
});
