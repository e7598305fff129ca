import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sealer } from '../../../../functions/core/sessions/sealer.ts';
import { catchCode } from '../../../support/failure.ts';
import { fixedKeys } from '../../../support/keys.ts';

const { seal, open } = sealer(fixedKeys('k1', 'k0'));
const session = { sub: 'alice', sid: 'one' };

test('a sealed text can be opened', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      expect(await open(await seal(text, session), session)).toBe(text);
    }),
  );
});

test('sealing a text repeatedly gives different results without the text', async () => {
  const sealed = await Promise.all(Array.from({ length: 50 }, () => seal('upstream', session)));
  expect(new Set(sealed).size).toBe(50);
  expect(sealed.join()).not.toContain(Buffer.from('upstream').toString('base64url'));
});

const others = {
  'another session of the same user': { sub: 'alice', sid: 'two' },
  'another user': { sub: 'bob', sid: 'one' },
  'a session whose sub and sid are equal when joined': { sub: 'aliceo', sid: 'ne' },
};
test.each(Object.entries(others))('a sealed text cannot be opened for %s', async (_, other) => {
  await expect(open(await seal('upstream', session), other)).rejects.toThrow();
});

test('a sealed text can be opened only with the key that sealed it', async () => {
  const sealed = await sealer(fixedKeys('k0')).seal('upstream', session);
  await expect(open(sealed, session)).resolves.toBe('upstream');
  const withoutKey = sealer(fixedKeys('k1')).open(sealed, session);
  await expect(catchCode(withoutKey)).resolves.toBe('INVALID_REFRESH_TOKEN');
  await expect(open(sealed.replace('k0', 'k1'), session)).rejects.toThrow();
});

test('a sealed text cannot be opened if a bit is changed or a part is cut', async () => {
  const sealed = await seal('upstream', session);
  const [kid = '', ...parts] = sealed.split('.');
  for (const [index, part] of parts.entries()) {
    const bytes = Buffer.from(part, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await expect(
        open([kid, ...parts.with(index, changed.toString('base64url'))].join('.'), session),
      ).rejects.toThrow();
    }
    await expect(
      open([kid, ...parts.with(index, bytes.subarray(1).toString('base64url'))].join('.'), session),
    ).rejects.toThrow();
    await expect(open([kid, ...parts.with(index, '')].join('.'), session)).rejects.toThrow();
    await expect(open([kid, ...parts.toSpliced(index, 1)].join('.'), session)).rejects.toThrow();
  }
});

test.each(['', '.', 'k1', 'k1...', 'garbage'])('%j cannot be opened', async (sealed) => {
  await expect(open(sealed, session)).rejects.toThrow();
});
