/**
 * The rules that a password can break, as `details.rules` of PASSWORD_REJECTED names them. The names
 * never change. They follow NIST SP 800-63B-4, section 3.1.1.2.
 */
export const PASSWORD_RULES = [
  'too_short',
  'too_long',
  'outer_spaces',
  'control_characters',
  'common',
  'username',
  'pool_policy',
  'used_before',
] as const;

export type PasswordRule = (typeof PASSWORD_RULES)[number];
