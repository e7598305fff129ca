import { expect, test } from '@jest/globals';
import { dictionary } from '@zxcvbn-ts/language-common';
import { PASSWORD } from '../../../../contract/limits.ts';
import {
  isCommon,
  readCommonPasswords,
} from '../../../../functions/core/passwords/common-passwords.ts';

const entries = readCommonPasswords().trim().split('\n');

test('the list holds the entries of its package that Cognito could accept', () => {
  const { shortest } = PASSWORD.minLength;
  const expected = dictionary['passwords-common'].filter(({ length }) => length >= shortest);
  expect(entries).toEqual(expected.toSorted());
  expect(entries.length).toBeGreaterThan(40_000);
});

test('every entry is found, the first and the last, too', () => {
  const sample = entries.filter((_, index) => index % 500 === 0);
  for (const entry of [...sample, entries.at(-1) as string]) expect(isCommon(entry)).toBe(true);
});

test('the entries are lower-case ASCII without spaces, as the search expects', () => {
  expect(entries.filter((entry) => !/^[!-~]+$/.test(entry) || /[A-Z]/.test(entry))).toEqual([]);
});
