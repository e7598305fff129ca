/** The option `--user` of `npm start`. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { insertFacts } from '../../docs/.vitepress/facts.ts';
import { parseUser } from '../../sandbox/user-option.ts';
import { canonicalUsername, findFault } from '../../scenarios/faults.ts';
import { USERS } from '../../scenarios/users.ts';

const username = 'jane@example.com';

describe('--user', () => {
  test.each([
    ['jane@example.com:JanesPass123!', { password: 'JanesPass123!', groups: [] }],
    ['Jane@Example.com:JanesPass123!', { password: 'JanesPass123!', groups: [] }],
    ['jane@example.com:JanesPass123!:', { password: 'JanesPass123!', groups: [] }],
    ['jane@example.com:JanesPass123!:admins', { password: 'JanesPass123!', groups: ['admins'] }],
    ['jane@example.com:a:b:', { password: 'a:b', groups: [] }],
    ['jane@example.com:a:b:c,d', { password: 'a:b', groups: ['c', 'd'] }],
  ])('reads %s', (text, expected) => {
    expect(parseUser(text)).toEqual({ username, ...expected });
  });

  test.each([
    ['', '--user must have the form NAME:PASSWORD[:GROUP,GROUP], got ""'],
    ['jane@example.com', 'must have the form'],
    ['jane@example.com:', 'must have the form'],
    ['jane@example.com::admins', 'must have the form'],
    ['jane:JanesPass123!', 'The name in --user must be an e-mail address, got "jane"'],
    ['jane@example.com:JanesPass123!:two words', 'without spaces, got "two words"'],
    ['revoked@elsewhere.example:JanesPass123!', 'The sandbox has the user revoked@elsewhere'],
    ['test@elsewhere.example:JanesPass123!', 'Choose another name for --user.'],
    ...USERS.map((user) => [`${user.username}:JanesPass123!`, 'Choose another name for --user.']),
  ])('refuses %s', (text, message) => {
    expect(() => parseUser(text)).toThrow(message);
    expect(() => parseUser(text)).toThrow(/^[^\n]+$/);
  });
});

test('each ordinary user has other groups, and none but the test user a name with a meaning', () => {
  expect(new Set(USERS.map(({ groups }) => groups.join())).size).toBe(USERS.length);
  for (const { username: name } of USERS) {
    expect(findFault(name)).toBeUndefined();
    expect(canonicalUsername(name)).toBe(name);
  }
});

test('the guide lists the ordinary users with their groups', () => {
  const guide = insertFacts(
    readFileSync(new URL('../../docs/guide/testing.md', import.meta.url), 'utf8'),
  );
  for (const { username: name, groups } of USERS) {
    const shown = groups.map((group) => `\`${group}\``).join(', ') || 'none';
    expect(guide).toContain(`| \`${name}\` | ${shown} |`);
  }
});
