/** The texts of the elements: every language has the same values, and every code has a text. */

import { expect, test } from '@jest/globals';
import { explain } from '../../client/src/element/explain.ts';
import type { Texts } from '../../client/src/element/index.ts';
import { de } from '../../client/src/element/texts/de.ts';
import { en } from '../../client/src/element/texts/en.ts';
import { createTranslate, type TextKey } from '../../client/src/element/texts/texts.ts';
import { AuthError } from '../../client/src/index.ts';
import { ERROR_CODES, errorRow } from '../../contract/errors/index.ts';
import { PASSWORD_RULES } from '../../contract/password-rules.ts';

const KEYS = Object.keys(en) as TextKey[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test.each(KEYS)('%s has the same values in German', (key) => {
  expect(placeholders(de[key])).toEqual(placeholders(en[key]));
  expect(de[key]).not.toBe('');
});

test('a text may be replaced, a further one added, and a misspelt one does not compile', () => {
  const texts: Texts = { signIn: 'Log in', 'attribute.custom:team': 'Team' };
  // @ts-expect-error There is no such text.
  const misspelt: Texts = { signin: 'Log in' };
  const translate = createTranslate({ ...texts, ...misspelt });
  expect(translate('signIn')).toBe('Log in');
  expect(translate('signOut')).toBe(en.signOut);
  expect(translate.optional('attribute.custom:team')).toBe('Team');
  expect(translate.optional('attribute.custom:city')).toBeUndefined();
});

test('a value is put in as it is', () => {
  const translate = createTranslate({});
  expect(translate('signedInAs', { username: '$& {username} <b>' })).toBe(
    'Signed in as $& {username} <b>.',
  );
});

test('each rule of a password has a text', () => {
  const translate = createTranslate({});
  for (const rule of PASSWORD_RULES) expect(translate.optional(`rule.${rule}`)).toBeTruthy();
});

const errorOf = (code: string, details: Record<string, unknown>) =>
  new AuthError({
    code,
    message: 'Never shown',
    status: 400,
    details: { action: 'retry', ...details },
  });

test.each(ERROR_CODES)('%s is explained without the message of the service', (code) => {
  const { action } = errorRow(code);
  const { lines } = explain(errorOf(code, { action }), createTranslate({}));
  expect(lines.join('')).toMatch(/\w/);
  expect(lines).not.toContain('Never shown');
});

test('a wait is a time in the language of the texts, and support gets the request', () => {
  const error = errorOf('TOO_MANY_REQUESTS', {
    action: 'reset_password',
    retry_after: 181,
    request_id: 'abc-1',
  });
  expect(explain(error, createTranslate({})).lines).toEqual([
    'Too many attempts.',
    'Please try again in 4 minutes.',
    'You can reset your password at any time.',
    'Request ID: abc-1',
  ]);
  expect(explain(error, createTranslate(de)).lines[1]).toBe(
    'Bitte versuchen Sie es in 4 Minuten wieder.',
  );
});

test('an error names its field', () => {
  const fieldsOf = (code: string, field?: string) =>
    explain(errorOf(code, field === undefined ? {} : { field }), createTranslate({})).fields;
  expect(fieldsOf('INVALID_CREDENTIALS')).toEqual(['password']);
  expect(fieldsOf('PASSWORD_REJECTED')).toEqual(['new_password']);
  expect(fieldsOf('BAD_REQUEST', 'email')).toEqual(['email']);
  // The member of the body is called so, whatever the form calls it.
  expect(fieldsOf('BAD_REQUEST', 'password')).toEqual(['new_password', 'password']);
  expect(fieldsOf('BAD_GATEWAY')).toEqual([]);
});
