/** Codes of digits only. People copy them with spaces or hyphens. */

import { AuthError } from '../error.ts';

const withoutSpaces = (text: string): string => text.replaceAll(/[\s-]/g, '');

export const isPlainCode = (text: string, form: RegExp): boolean => form.test(withoutSpaces(text));

/**
 * Returns the digits of a code.
 * @throws {INVALID_CODE} if the text does not have the form.
 */
export function readPlainCode(text: string, form: RegExp): string {
  if (isPlainCode(text, form)) return withoutSpaces(text);
  throw new AuthError('INVALID_CODE', { cause: new Error('not the form of a code') });
}
