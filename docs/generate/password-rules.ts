import { PASSWORD_RULES, type PasswordRule } from '../../contract/password-rules.ts';
import { table } from './markdown.ts';

const MEANINGS: Record<PasswordRule, string> = {
  too_short: 'It has fewer characters than `details.min_length`.',
  too_long: 'It has more than {{ REQUEST.passwordLength }} UTF-16 code units.',
  outer_spaces: 'It begins or ends with a space.',
  control_characters: 'It contains a control character or a line separator.',
  common:
    'It is a password that attackers try first, or such a password repeated or followed by a few ' +
    'digits or symbols.',
  username: 'It is the name of the account, or the part of it before the `@`.',
  pool_policy: 'The user pool has a policy of its own, which the password breaks.',
  used_before: 'The user pool remembers former passwords, and this is one of them.',
};

export const passwordRules = (): string =>
  `${table(
    ['`details.rules`', 'The password is rejected because'],
    PASSWORD_RULES.map((rule) => [`\`${rule}\``, MEANINGS[rule]]),
  )}\n`;
