/** The command line of `npm run conformance`. */

import { parseArgs } from 'node:util';
import type { Known } from './check.ts';

export const USAGE = `Checks a deployment against the contract, from outside.

  npm run conformance -- --base-url URL [options]

  --base-url URL            where the API is, e.g. https://app.example.com
  --username NAME           a user that may sign in
  --password PASSWORD       the password of that user
  --expired-token JWT       a session JWT that has expired
  --allowed-origin ORIGIN   another origin that may call the API
  --sandbox                 the deployment is the sandbox: check its fault credentials, too
  --es256                   session JWTs are signed with ES256
  --sign-up                 the deployment lets people sign up
  --passwordless            the deployment lets people sign in by a mailed code
  --passkeys                users of the deployment may have passkeys
  --mfa                     the deployment lets people have second factors
  --only REGEXP             run only the checks whose group or name matches
  --junit FILE              write a JUnit report
  --help                    print this text

Checks whose options are missing are skipped. The checks sign in and out as the user, and make
failing logins with usernames that do not exist. These use up the free attempts of your address:
logins from it need a CAPTCHA for some minutes.

Exits with 0 if no check failed, 1 if a check failed, 2 if the checks could not run.`;

export interface Options extends Known {
  baseUrl: string;
  only: RegExp | undefined;
  /** The file that the JUnit report is written to. */
  junit: string | undefined;
}

/** The command line is wrong. The message is one line. */
export class UsageError extends Error {}

/**
 * Reads the command line.
 * @returns undefined if it asks for help
 * @throws {UsageError} if an option is unknown, missing or malformed
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const baseUrl = baseUrlIn(values['base-url']);
  return {
    baseUrl,
    user: userIn(values),
    expiredToken: values['expired-token'],
    allowedOrigin: values['allowed-origin'],
    sandbox: values.sandbox || undefined,
    es256: values.es256 || undefined,
    signUp: values['sign-up'] || values.sandbox || undefined,
    passwordless: values.passwordless || undefined,
    passkeys: values.passkeys || undefined,
    mfa: values.mfa || values.sandbox || undefined,
    http2: values.sandbox || baseUrl.startsWith('https:') || undefined,
    only: patternIn(values.only),
    junit: values.junit,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'base-url': { type: 'string' },
        username: { type: 'string' },
        password: { type: 'string' },
        'expired-token': { type: 'string' },
        'allowed-origin': { type: 'string' },
        sandbox: { type: 'boolean' },
        es256: { type: 'boolean' },
        'sign-up': { type: 'boolean' },
        passwordless: { type: 'boolean' },
        passkeys: { type: 'boolean' },
        mfa: { type: 'boolean' },
        only: { type: 'string' },
        junit: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Further sentences are advice on how to escape an argument.
    throw new UsageError((error as Error).message.split(/\.\s/)[0]);
  }
}

function baseUrlIn(text: string | undefined): string {
  if (text === undefined) throw new UsageError('--base-url is missing');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--base-url must be an http or https URL, got "${text}"`);
  }
  return text;
}

function userIn({ username, password }: { username?: string; password?: string }): Known['user'] {
  if (username !== undefined && password !== undefined) return { username, password };
  if (username === undefined && password === undefined) return undefined;
  throw new UsageError('--username and --password must be given together');
}

function patternIn(text: string | undefined): RegExp | undefined {
  try {
    return text === undefined ? undefined : new RegExp(text);
  } catch (error) {
    throw new UsageError(`--only must be a regular expression: ${(error as Error).message}`);
  }
}
