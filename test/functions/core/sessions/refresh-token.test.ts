import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refreshTokens } from '../../../../functions/core/sessions/refresh-token.ts';
import { catchCode } from '../../../support/failure.ts';
import { fixedKeys } from '../../../support/keys.ts';

const tokens = refreshTokens(fixedKeys('k1', 'k0'));
const CLAIMS = {
  sub: '5e9c1a2b-1111-4222-8333-444455556666',
  sid: 'bm9uY2Utbm9uY2Utbm9uYw',
  counter: 41,
};

const claims = fc.record({
  sub: fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((sub) => Buffer.byteLength(sub) <= 192),
  sid: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  counter: fc.integer({ min: 1, max: 999_999_999_999_999 }),
});

test('a minted token can be read', async () => {
  await fc.assert(
    fc.asyncProperty(claims, async (minted) => {
      expect(await tokens.read(await tokens.mint(minted))).toEqual(minted);
    }),
  );
});

test('the same generation always has the same token', async () => {
  expect(await tokens.mint(CLAIMS)).toBe(await tokens.mint({ ...CLAIMS }));
});

test('a token fits into a cookie without quoting', async () => {
  await fc.assert(
    fc.asyncProperty(claims, async (minted) => {
      expect(await tokens.mint(minted)).toMatch(/^[A-Za-z0-9._-]{1,4000}$/);
    }),
  );
});

test('a token with one character changed, dropped, doubled or added is rejected', async () => {
  const token = await tokens.mint(CLAIMS);
  const characters = [...'AZaz09._-+/= \n%,"\u0000é'];
  const forged = new Set<string>();
  for (let at = 0; at <= token.length; at += 1) {
    const [head, tail] = [token.slice(0, at), token.slice(at)];
    forged.add(head + tail.slice(1)).add(head + tail.slice(0, 1) + tail);
    for (const character of characters) {
      forged.add(head + character + tail.slice(1)).add(head + character + tail);
    }
  }
  forged.delete(token);
  for (const forgery of forged) {
    if ((await catchCode(tokens.read(forgery))) !== 'INVALID_REFRESH_TOKEN') {
      throw new Error(`accepted ${JSON.stringify(forgery)}`);
    }
  }
});

const spellings = {
  'a counter of zero': (token: string) => token.replace('.41.', '.0.'),
  'a counter with a leading zero': (token: string) => token.replace('.41.', '.041.'),
  'a counter beyond the range of exact integers': (token: string) =>
    token.replace('.41.', '.9007199254740993.'),
  'a negative counter': (token: string) => token.replace('.41.', '.-41.'),
  'padded base64': (token: string) => `${token}=`,
  'standard base64': (token: string) => token.replaceAll('-', '+').replaceAll('_', '/').concat('+'),
  'another version': (token: string) => token.replace(/^1/, '2'),
  'one part too few': (token: string) => token.split('.').slice(1).join('.'),
  'one part too many': (token: string) => `${token}.x`,
  'empty text': () => '',
  'the MAC of another token': (token: string) => token.replace(/[^.]+$/, 'A'.repeat(43)),
  'a megabyte': () => `1.k1.${'A'.repeat(1_000_000)}.s.1.${'A'.repeat(43)}`,
};
test.each(Object.entries(spellings))('%s is rejected', async (_, forge) => {
  await expect(catchCode(tokens.read(forge(await tokens.mint(CLAIMS))))).resolves.toBe(
    'INVALID_REFRESH_TOKEN',
  );
});

test('a token of an earlier key is valid as long as that key exists', async () => {
  const before = refreshTokens(fixedKeys('k0'));
  await expect(tokens.read(await before.mint(CLAIMS))).resolves.toEqual(CLAIMS);
  await expect(catchCode(before.read(await tokens.mint(CLAIMS)))).resolves.toBe(
    'INVALID_REFRESH_TOKEN',
  );
});

test('a token with a changed kid is rejected, because the MAC covers it', async () => {
  const token = await tokens.mint(CLAIMS);
  await expect(catchCode(tokens.read(token.replace('.k1.', '.k0.')))).resolves.toBe(
    'INVALID_REFRESH_TOKEN',
  );
});

test('random text is rejected', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      expect(await catchCode(tokens.read(text))).toBe('INVALID_REFRESH_TOKEN');
    }),
  );
});
