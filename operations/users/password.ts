/** Temporary passwords. They come from standard input or are generated, never from an argument. */

import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { AuthError } from '../../functions/core/error.ts';
import { checkPassword } from '../../functions/core/passwords/password-rules.ts';
import { type Options, UsageError, type Values } from '../frame/usage.ts';

export const PASSWORD_OPTIONS = {
  'password-stdin': { description: 'Read the temporary password from standard input.' },
  'show-password': { description: 'Generate the temporary password, and print it.' },
} as const satisfies Options;

type PasswordValues = Values<typeof PASSWORD_OPTIONS>;

/** Whether the operator wants to set a password. */
export const setsPassword = (values: PasswordValues): boolean =>
  values['password-stdin'] === true || values['show-password'] === true;

interface ChosenPassword {
  password: string;
  /** What is printed of it. */
  shown: { temporary_password?: string };
}

/** @throws {UsageError} if not exactly one of the options is given, or the password is refused. */
export async function choosePassword(
  username: string,
  values: PasswordValues,
): Promise<ChosenPassword> {
  if (values['password-stdin'] === values['show-password']) {
    throw new UsageError('Give either --password-stdin or --show-password.');
  }
  if (values['password-stdin']) return { password: await readPassword(username), shown: {} };
  const password = generatePassword();
  return { password, shown: { temporary_password: password } };
}

/** 144 random bits, and one character of each class that a user pool can demand. */
export const generatePassword = (): string => `${randomBytes(18).toString('base64url')}-Aa1`;

async function readPassword(username: string): Promise<string> {
  // A terminal would show what is typed.
  if (process.stdin.isTTY) {
    throw new UsageError('--password-stdin reads from a pipe or a file, not from a terminal.');
  }
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('Standard input is empty. It must be the password.');
  try {
    // The user pool checks the length, which is a setting of the stage.
    return checkPassword(password, { username }, { minLength: 0 });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const { rules } = error.options.details as { rules: readonly string[] };
    throw new UsageError(`The password is not acceptable: ${rules.join(', ')}.`);
  }
}
