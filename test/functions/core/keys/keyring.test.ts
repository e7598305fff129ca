import { hkdfSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  canVerify,
  deriveKey,
  findSigningEntry,
  parseKeyring,
} from '../../../../functions/core/keys/keyring.ts';
import type { Purpose } from '../../../../functions/core/keys/keys.ts';
import { keyEntry } from '../../../fakes/keys.ts';

const at = (text: string) => Date.parse(text);

describe('the key that signs', () => {
  const early = keyEntry('early', { retired_at: '2026-02-01T00:00:00.000Z' });
  const late = keyEntry('late', { active_from: '2026-02-01T00:00:00.000Z' });
  test.each([
    ['before either', '2025-12-31T23:59:59.999Z', undefined],
    ['from the first key’s instant on', '2026-01-01T00:00:00.000Z', 'early'],
    ['until the second key’s instant', '2026-01-31T23:59:59.999Z', 'early'],
    ['from the second key’s instant on', '2026-02-01T00:00:00.000Z', 'late'],
    ['ever after', '2036-02-01T00:00:00.000Z', 'late'],
  ])('%s', (_, now, kid) => {
    expect(findSigningEntry({ keys: [early, late] }, at(now))?.kid).toBe(kid);
    expect(findSigningEntry({ keys: [late, early] }, at(now))?.kid).toBe(kid);
  });
  test('is none in an empty keyring', () =>
    expect(findSigningEntry({ keys: [] }, 0)).toBeUndefined());
});

test('a key verifies for thirty days after it retired', () => {
  const entry = keyEntry('k', { retired_at: '2026-02-01T00:00:00.000Z' });
  expect(canVerify(entry, at('2026-03-02T23:59:59.999Z'))).toBe(true);
  expect(canVerify(entry, at('2026-03-03T00:00:00.000Z'))).toBe(false);
  expect(canVerify(keyEntry('k'), Number.MAX_SAFE_INTEGER)).toBe(true);
});

test('every purpose has a key of its own, 32 bytes, by HKDF of the entry’s', () => {
  const purposes: Purpose[] = [
    'session-jwt',
    'refresh-token',
    'upstream-token',
    'attempts',
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

const SECRET = 'c2VjcmV0LWtleS10ZXh0';
const malformed = {
  'empty text': '',
  'no JSON': `{"keys":"${SECRET}`,
  'a bare key': SECRET,
  null: 'null',
  'a list': '[]',
  'no keys': '{}',
  'a key that is too short': JSON.stringify({ keys: [{ ...keyEntry('k'), key: SECRET }] }),
  'a key that is too long': JSON.stringify({ keys: [{ ...keyEntry('k'), key: SECRET.repeat(4) }] }),
  'padded base64': JSON.stringify({ keys: [{ ...keyEntry('k'), key: `${'A'.repeat(43)}=` }] }),
  'no kid': JSON.stringify({ keys: [{ ...keyEntry('k'), kid: '' }] }),
  'a kid with a dot': JSON.stringify({ keys: [{ ...keyEntry('k'), kid: 'a.b' }] }),
  'an instant that is none': JSON.stringify({ keys: [{ ...keyEntry('k'), active_from: 'soon' }] }),
  'a retirement left out': JSON.stringify({ keys: [{ ...keyEntry('k'), retired_at: undefined }] }),
};
test.each(Object.entries(malformed))(
  '%s is no keyring, and the error says nothing of it',
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
