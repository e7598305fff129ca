import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PASSWORD_RULES } from '../../../../contract/password-rules.ts';
import { AuthError } from '../../../../functions/core/error.ts';
import { checkPassword } from '../../../../functions/core/passwords/password-rules.ts';

const RULES = { minLength: 8 };
const username = 'Jane.Doe@example.com';

/** Returns the details of the rejection, or undefined if the password is accepted. */
function findRejection(password: string, rules = RULES, context: { username?: string } = {}) {
  try {
    checkPassword(password, context, rules);
    return undefined;
  } catch (error) {
    if (!(error instanceof AuthError) || error.code !== 'PASSWORD_REJECTED') throw error;
    return error.options.details;
  }
}
const listBroken = (...args: Parameters<typeof findRejection>) => findRejection(...args)?.rules;

test.each([
  ['lower case only', 'mauve tractor opinion'],
  ['digits only', '80347195263'],
  ['inner spaces and symbols', "it's 5 o'clock!"],
  ['letters of any script', 'длинная фраза'],
  ['emoji', '🦊🐻🐼🐨🐯🦁🐮🐷'],
  ['the test user of the sandbox', 'ValidPass123!'],
  ['a part that is the user name', 'jane.doe owns a boat'],
  ['a part that is a common password', 'not my dragon egg'],
])('accepts a password with %s', (_, password) =>
  expect(checkPassword(password, { username }, RULES)).toBe(password),
);

test('counts code points, and names the shortest length', () => {
  expect(findRejection('🦊🐻🐼🐨🐯🦁🐮')).toEqual({ rules: ['too_short'], min_length: 8 });
  expect(findRejection('mauve tractor', { minLength: 15 })).toEqual({
    rules: ['too_short'],
    min_length: 15,
  });
  expect(listBroken('mauve tractors!', { minLength: 15 })).toBeUndefined();
});

test('accepts 256 UTF-16 code units and no more', () => {
  const longest = Array.from({ length: 128 }, (_, index) => `${index % 7}x`).join('');
  expect(longest).toHaveLength(256);
  expect(listBroken(longest)).toBeUndefined();
  expect(listBroken(`${longest}x`)).toEqual(['too_long']);
  // Fewer code points than units, and longer in normal form than before.
  expect(listBroken('🦊'.repeat(129))).toEqual(['too_long']);
  expect(listBroken('\u0958'.repeat(129))).toEqual(['too_long']);
});

test('returns the normal form, so that both spellings of a letter are one password', () => {
  const composed = 'caf\u00e9 on the corner';
  expect(checkPassword(composed.normalize('NFD'), {}, RULES)).toBe(composed);
});

test.each([' ', '\u00a0', '\u3000', '\ufeff'])('rejects an outer space: %j', (space) => {
  expect(listBroken(`${space}mauve tractor`)).toEqual(['outer_spaces']);
  expect(listBroken(`mauve tractor${space}`)).toEqual(['outer_spaces']);
});

test.each(['\0', '\n', '\t', '\u0085', '\u2028', '\u2029'])(
  'rejects a control character, which Cognito would not take: %j',
  (character) => expect(listBroken(`mauve${character}tractor`)).toEqual(['control_characters']),
);

describe('rejects what attackers try first', () => {
  test.each([
    ['a listed password', 'baseball'],
    ['a listed password in other letters', 'BaseBall'],
    ['a listed password with a year', 'Dragon2026!'],
    ['a listed password with listed digits', 'password1234567'],
    ['a listed password repeated', 'dragondragondragon'],
    ['a short text repeated', 'abcabcabcabcabc'],
    ['one character', 'aaaaaaaaaaaaaaa'],
  ])('%s', (_, password) => expect(listBroken(password)).toEqual(['common']));
});

test.each(['jane.doe', 'JANE.DOE', username, 'jane.doejane.doe'])(
  'rejects the name of the account: %s',
  (password) => {
    expect(listBroken(password, RULES, { username })).toEqual(['username']);
    expect(listBroken(password)).toBeUndefined();
  },
);

test('names every broken rule at once, in the order of the contract', () => {
  const rules = listBroken(' \n', { minLength: 8 }, { username: 'x@example.com' });
  expect(rules).toEqual(['too_short', 'outer_spaces', 'control_characters']);
  expect(listBroken('dragon', RULES, { username: 'dragon@example.com' })).toEqual([
    'too_short',
    'common',
    'username',
  ]);
});

test('for any text returns its normal form or known rules, and neither contains the password', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(text, text, (password, name) => {
      const details = findRejection(password, RULES, { username: name });
      if (!details) {
        expect(checkPassword(password, { username: name }, RULES)).toBe(password.normalize('NFC'));
        return;
      }
      const { rules, ...others } = details as { rules: string[] };
      expect(rules.length).toBeGreaterThan(0);
      expect(PASSWORD_RULES).toEqual(expect.arrayContaining(rules));
      expect(Object.keys(others)).toEqual(rules.includes('too_short') ? ['min_length'] : []);
    }),
  );
});
