/** What a new password must be like (NIST SP 800-63B-4 section 3.1.1.2). */

import { REQUEST } from '../../../contract/limits.ts';
import type { PasswordRule } from '../../../contract/password-rules.ts';
import { AuthError } from '../error.ts';
import { findRepeatedUnit, isCommon } from './common-passwords.ts';
import { toNormalForm } from './normal-form.ts';

/** The rules that a stage sets. */
export interface PasswordRules {
  /** In Unicode code points. */
  minLength: number;
}

/**
 * Checks a new password before Cognito is asked, and returns the form of it to send.
 * @param context the name of the account, if it is known
 * @throws {AuthError|PASSWORD_REJECTED} with every broken rule in `details.rules`
 */
export function checkPassword(
  password: string,
  { username }: { username?: string | undefined },
  { minLength }: PasswordRules,
): string {
  const normal = toNormalForm(password);
  // NIST counts code points. How Cognito counts is not documented, so its maximum is taken to be in
  // UTF-16 code units: a text never has fewer of them.
  const isTooLong = normal.length > REQUEST.passwordLength;
  const broken: Partial<Record<PasswordRule, boolean>> = {
    too_short: [...normal].length < minLength,
    too_long: isTooLong,
    outer_spaces: normal !== normal.trim(),
    control_characters: /[\p{Cc}\p{Zl}\p{Zp}]/u.test(normal),
    common: !isTooLong && isCommon(normal),
    username: !isTooLong && username !== undefined && isName(normal, username),
  };
  const rules = (Object.keys(broken) as PasswordRule[]).filter((rule) => broken[rule]);
  if (rules.length === 0) return normal;
  const details = { rules, ...(broken.too_short && { min_length: minLength }) };
  throw new AuthError('PASSWORD_REJECTED', { details });
}

/**
 * Checks whether a password is the name of the account or the part of it before the `@`, in any
 * case, alone or repeated. A name within a longer password is no reason to reject it: NIST wants the
 * whole password compared.
 */
function isName(password: string, username: string): boolean {
  const name = username.normalize('NFC').toLowerCase();
  const names = [name, name.split('@', 1)[0]];
  const text = password.toLowerCase();
  return [text, findRepeatedUnit(text)].some((each) => each !== undefined && names.includes(each));
}
