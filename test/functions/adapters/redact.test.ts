import { expect, test } from '@jest/globals';
import { withoutSecrets } from '../../../functions/adapters/redact.ts';

const messageOf = (message: string, ...secrets: string[]) =>
  withoutSecrets(new Error(message), secrets).message;

test.each([
  ['as it was typed', 'no user Jane@Example.com here', 'Jane@Example.com'],
  ['in lower case', 'no user jane@example.com here', 'Jane@Example.com'],
  ['in another normal form', 'no user zoe\u0308 here', 'Zo\u00eb'],
  ['composed, if it was typed decomposed', 'no user zo\u00eb here', 'Zoe\u0308'],
  [
    'with signs that mean something in a pattern',
    'no user a+(b)[c]{d}|/\\^$.*? here',
    'a+(b)[c]{d}|/\\^$.*?',
  ],
])('a secret is struck out %s', (_, message, secret) => {
  expect(messageOf(message, secret)).toBe('no user *** here');
});

test('a sign is not a pattern', () => {
  expect(messageOf('abc', 'a.c')).toBe('abc');
});

test('the longest secret is struck out first, and an empty one nowhere', () => {
  expect(messageOf('jane and jane-secret', 'jane', '', 'jane-secret')).toBe('*** and ***');
});

test('a secret with half a character does not fail', () => {
  expect(messageOf('a \ud800 b', '\ud800')).toBe('a *** b');
});
