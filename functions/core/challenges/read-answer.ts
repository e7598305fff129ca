import { CHALLENGE_ANSWERS } from '../../../contract/challenges.ts';
import { badRequest } from '../error.ts';
import { checkPassword, type PasswordRules } from '../passwords/password-rules.ts';
import type { Input } from '../use-case.ts';
import type { Challenge } from './challenge.ts';
import type { UpstreamAnswer } from './challenge-answers.ts';
import { isPlainCode, readPlainCode } from './plain-code.ts';
import { readPasskey } from './read-passkey.ts';

type Parts = Pick<Input<'challenge'>, 'body' | 'origins'>;

export interface ReadAnswerPorts {
  passwordRules: PasswordRules;
  /**
   * Returns the upstream's part of a code that this service mailed to somebody who signs in.
   * @throws {INVALID_CODE} if it did not mail the code.
   */
  readSignInCode(typed: string, username: string): Promise<string>;
}

/**
 * Reads the answer that a challenge needs. What is certainly no answer is refused here, so that it
 * is neither counted nor sent.
 * @throws {BAD_REQUEST} if the member is missing, or does not fit the parameters.
 * @throws {INVALID_CODE} if the text cannot be a code, or was not mailed by this service.
 * @throws {PASSWORD_REJECTED} if the new password breaks a rule.
 * @throws {PASSKEY_REJECTED} if the passkey is certainly not the answer.
 */
export async function readAnswer(
  ports: ReadAnswerPorts,
  { purpose, upstream, username }: Challenge,
  { body, origins }: Parts,
): Promise<UpstreamAnswer> {
  const { name, parameters } = upstream;
  const field = CHALLENGE_ANSWERS[name];
  if (field === 'credential') {
    if (body.credential === undefined) throw badRequest(field, 'is required');
    return readPasskey(upstream, body.credential, origins);
  }
  const value = body[field];
  if (value === undefined) throw badRequest(field, 'is required');
  switch (field) {
    case 'code':
      // The mails of a sign-in without a password are always this service's own.
      return name === 'EMAIL_OTP' && (purpose === 'passwordless' || !isPlainCode(value, PLAIN_CODE))
        ? { value: await ports.readSignInCode(value, username), attributes: {} }
        : { value: readPlainCode(value, PLAIN_CODE), attributes: {} };
    case 'answer':
      if (!listTexts(parameters.options).includes(value)) {
        throw badRequest(field, 'must be one of the options');
      }
      return { value, attributes: {} };
    case 'new_password':
      return {
        value: checkPassword(value, { username }, ports.passwordRules),
        attributes: readAttributes(listTexts(parameters.required_attributes), body.attributes),
      };
  }
}

/** Codes have six digits, and eight by e-mail. */
const PLAIN_CODE = /^\d{6,8}$/;

/** Only demanded attributes may be set: a sign-in is no way to change others. */
function readAttributes(
  demanded: readonly string[],
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const missing = demanded.find((attribute) => !Object.hasOwn(given, attribute));
  if (missing !== undefined) throw badRequest('attributes', `must contain ${missing}`);
  return Object.fromEntries(demanded.map((attribute) => [attribute, given[attribute] ?? '']));
}

const listTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
