/** What became of an entered code, and the errors for what went wrong. */

import { MAILED_CODE } from '../../../contract/limits.ts';
import type { PasswordRule } from '../../../contract/password-rules.ts';
import { AuthError } from '../error.ts';
import { type CodeFormat, invalidCode } from './mailed-code.ts';

/**
 * - `accepted`: the code was right.
 * - `refused`: the code is not valid for this user, for whatever reason.
 * - `limited`: the user has had the entries of an hour.
 * - `pool_policy`, `used_before`: the code was right and the user pool rejected the password.
 */
export type CodeOutcome = 'accepted' | 'refused' | 'limited' | PasswordOutcome;
type PasswordOutcome = Extract<PasswordRule, 'pool_policy' | 'used_before'>;

/**
 * Returns the error for an outcome. Only a reader of the account's mails can enter a valid suffix,
 * and may learn that the entries are used up.
 */
export function errorOf(outcome: Exclude<CodeOutcome, 'accepted'>, format: CodeFormat): AuthError {
  if (outcome === 'refused' || (outcome === 'limited' && format === 'plain')) {
    return invalidCode(`${outcome} by the upstream`);
  }
  return outcome === 'limited'
    ? new AuthError('TOO_MANY_REQUESTS', { retryAfter: MAILED_CODE.cognitoLimitWindow })
    : new AuthError('PASSWORD_REJECTED', { details: { rules: [outcome] } });
}
