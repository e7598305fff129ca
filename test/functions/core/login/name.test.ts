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

/** Every character that Cognito might take for another one, or for none. */
test('no two characters of distinct names share their canonical form, except for ASCII case', () => {
  const owners = new Map<string, string>();
  const lower = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  for (let point = 0x21; point <= 0xff_ff; point += 1) {
    const name = `${String.fromCodePoint(point)}@example.com`;
    if (!name.isWellFormed() || !isDistinctName(name)) continue;
    const canonical = toCanonicalName(name);
    expect(lower(name)).toBe(owners.get(canonical) ?? lower(name));
    owners.set(canonical, lower(name));
  }
  expect(owners.size).toBeGreaterThan(1_000);
});

test.each([
  '\u0131',
  '\u0130',
  '\u00c9',
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
