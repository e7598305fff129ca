import { hkdfSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  canVerify,
  deriveKey,
  derivePermanentKey,
  findSigningEntry,
  parseKeyring,
} from '../../../../functions/core/keys/keyring.ts';
import type { ServicePurpose, TokenPurpose } from '../../../../functions/core/keys/keys.ts';
import { keyEntry, keyringOf } from '../../../support/keys.ts';

const parseTime = (text: string) => Date.parse(text);

describe('the signing key', () => {
  const early = keyEntry('early', { retired_at: '2026-02-01T00:00:00.000Z' });
  const late = keyEntry('late', { active_from: '2026-02-01T00:00:00.000Z' });
  test.each([
    ['before both keys are active', '2025-12-31T23:59:59.999Z', undefined],
    ['from the start of the first key', '2026-01-01T00:00:00.000Z', 'early'],
    ['until the start of the second key', '2026-01-31T23:59:59.999Z', 'early'],
    ['from the start of the second key', '2026-02-01T00:00:00.000Z', 'late'],
    ['at any later time', '2036-02-01T00:00:00.000Z', 'late'],
  ])('%s', (_, now, kid) => {
    expect(findSigningEntry({ keys: [early, late] }, parseTime(now))?.kid).toBe(kid);
    expect(findSigningEntry({ keys: [late, early] }, parseTime(now))?.kid).toBe(kid);
  });
  test('is undefined in an empty keyring', () =>
    expect(findSigningEntry({ keys: [] }, 0)).toBeUndefined());
});

test('a key can verify for thirty days after it was retired', () => {
  const entry = keyEntry('k', { retired_at: '2026-02-01T00:00:00.000Z' });
  expect(canVerify(entry, parseTime('2026-03-02T23:59:59.999Z'))).toBe(true);
  expect(canVerify(entry, parseTime('2026-03-03T00:00:00.000Z'))).toBe(false);
  expect(canVerify(keyEntry('k'), Number.MAX_SAFE_INTEGER)).toBe(true);
});

test('each purpose has a key of its own: 32 bytes, derived with HKDF', () => {
  const purposes: (TokenPurpose | ServicePurpose)[] = [
    'session-jwt',
    'refresh-token',
    'upstream-token',
    'device',
    'challenge',
    'captcha',
  ];
  const keys = purposes.map((purpose) =>
    Buffer.from(deriveKey(keyEntry('k'), purpose)).toString('hex'),
  );
  expect(new Set(keys).size).toBe(purposes.length);
  const expected = hkdfSync(
    'sha256',
    Buffer.alloc(32, 'k'),
    Buffer.alloc(0),
    Buffer.from('chordian-auth/session-jwt'),
    32,
  );
  expect(keys[0]).toBe(Buffer.from(expected).toString('hex'));
  expect(deriveKey(keyEntry('other'), 'captcha')).not.toEqual(deriveKey(keyEntry('k'), 'captcha'));
});

test('the key that does not rotate has one key for each purpose, different from all others', () => {
  const { permanent } = keyringOf();
  const entry = { ...keyEntry('k'), key: permanent };
  const keys = [
    derivePermanentKey(keyringOf(), 'counters'),
    derivePermanentKey(keyringOf(), 'network'),
    deriveKey(entry, 'captcha'),
  ].map((key) => Buffer.from(key).toString('hex'));
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toHaveLength(64);
});

const SECRET = 'c2VjcmV0LWtleS10ZXh0';
const malformed = {
  'empty text': '',
  'incomplete JSON': `{"keys":"${SECRET}`,
  'a bare key': SECRET,
  null: 'null',
  'an array': '[]',
  'no keys': JSON.stringify({ ...keyringOf(), keys: undefined }),
  'no permanent key': JSON.stringify({ keys: [keyEntry('k')] }),
  'a permanent key that is too short': JSON.stringify({ keys: [], permanent: SECRET }),
  'a key that is too short': JSON.stringify({
    ...keyringOf(),
    keys: [{ ...keyEntry('k'), key: SECRET }],
  }),
  'a key that is too long': JSON.stringify({
    ...keyringOf(),
    keys: [{ ...keyEntry('k'), key: SECRET.repeat(4) }],
  }),
  'padded base64': JSON.stringify({
    ...keyringOf(),
    keys: [{ ...keyEntry('k'), key: `${'A'.repeat(43)}=` }],
  }),
  'no kid': JSON.stringify({ ...keyringOf(), keys: [{ ...keyEntry('k'), kid: '' }] }),
  'a kid with a dot': JSON.stringify({ ...keyringOf(), keys: [{ ...keyEntry('k'), kid: 'a.b' }] }),
  'a start that is not a date': JSON.stringify({
    ...keyringOf(),
    keys: [{ ...keyEntry('k'), active_from: 'soon' }],
  }),
  'no retired_at': JSON.stringify({
    ...keyringOf(),
    keys: [{ ...keyEntry('k'), retired_at: undefined }],
  }),
};
test.each(Object.entries(malformed))(
  '%s is rejected with an error that does not contain the text',
  (_, text) => {
    expect(() => parseKeyring(text)).toThrow(TypeError);
    try {
      parseKeyring(text);
    } catch (error) {
      const { message, cause } = error as Error;
      expect(message).toMatch(/^the keyring secret is (not JSON|malformed)$/);
      expect(cause).toBeUndefined();
    }
  },
);
