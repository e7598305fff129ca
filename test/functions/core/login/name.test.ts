import { expect, test } from '@jest/globals';
import { isDistinctName, toCanonicalName } from '../../../../functions/core/login/name.ts';

test.each([
  'jane@example.com',
  'Jane.Doe+shop@Example.COM',
  "o'neil_{}|~@example.co.uk",
  'ζωή@παράδειγμα.ευ',
  'ö@münchen.de',
])('%s is distinct', (name) => {
  expect(isDistinctName(name)).toBe(true);
});

/** Every character that Cognito might take for another one. */
test('no two characters of distinct names share their canonical form, except for their case', () => {
  const owners = new Map<string, string>();
  for (let point = 0x21; point <= 0xff_ff; point += 1) {
    const character = String.fromCodePoint(point);
    const name = `${character}@example.com`;
    if (!character.isWellFormed() || !isDistinctName(name)) continue;
    const owner = owners.get(toCanonicalName(name)) ?? name.toLowerCase();
    expect(name.toLowerCase()).toBe(owner);
    // Cognito may know fewer pairs of upper and lower case than this runtime.
    if (/[a-z]/.test(toCanonicalName(character))) expect(character).toMatch(/[A-Za-z]/);
    owners.set(toCanonicalName(name), owner);
  }
  expect(owners.size).toBeGreaterThan(1_000);
});

test.each([
  '\u0131',
  '\u0130',
  '\u00df',
  '\u03c2',
  '\u017f',
  '\u212a',
  '\uff49',
  '\ufb01',
  'e\u0301',
])('a name with %s is not distinct', (character) => {
  expect(isDistinctName(`${character}@example.com`)).toBe(false);
});
