/**
 * A mailed code is Cognito's code followed by eight characters of a MAC over the holder, the purpose
 * and the hour of sending. Cognito allows few entries of a code an hour, from all clients together.
 * A code with a wrong MAC never reaches Cognito, so only a reader of the mailbox can use one up.
 */

import { timingSafeEqual } from 'node:crypto';
import { MAILED_CODE } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { computeMac } from '../keys/mac.ts';
import { toCanonicalName } from '../login/name.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';

export type MailedCodePurpose = keyof typeof MAILED_CODE.lifetimes;

/** What a code is for. A code for another subject is not valid. */
export interface CodeSubject {
  purpose: MailedCodePurpose;
  /** The e-mail address in any spelling, or for `change_email` the `sub` of the user. */
  holder: string;
}

/** `plain` is for user pools whose mails this service does not write. */
export type CodeFormat = 'suffixed' | 'plain';

export interface MailedCodePorts {
  keys: Pick<ServiceKeys, 'permanent'>;
  clock: Clock;
}

/** Crockford's Base32, which has none of the letters I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FORMATS: Readonly<Record<CodeFormat, RegExp>> = {
  suffixed: new RegExp(`^([0-9]{4,12})([${ALPHABET}]{${MAILED_CODE.suffixLength}})$`),
  plain: /^([0-9]{4,12})$/,
};
const HOUR = 3_600;

/**
 * Returns what must follow Cognito's code in a mail that is sent now.
 * @throws {AuthError|INTERNAL_ERROR} if the keys cannot be read.
 */
export async function createCodeSuffix(
  { keys, clock }: MailedCodePorts,
  subject: CodeSubject,
): Promise<string> {
  return computeSuffix(await keys.permanent('mailed-code'), subject, hourOf(inSeconds(clock())));
}

/**
 * Returns Cognito's part of a code that a person typed. It accepts lower case, spaces, hyphens and
 * the letters that look like digits.
 * @throws {AuthError|INVALID_CODE} if the code was not mailed to this holder for this purpose within
 * Cognito's lifetime of such a code.
 * @throws {AuthError|INTERNAL_ERROR} if the keys cannot be read.
 */
export async function readMailedCode(
  { keys, clock }: MailedCodePorts,
  typed: string,
  subject: CodeSubject,
  format: CodeFormat = 'suffixed',
): Promise<string> {
  const key = await keys.permanent('mailed-code');
  const [, code, suffix] = FORMATS[format].exec(normalise(typed)) ?? [];
  if (code === undefined) throw invalidCode('malformed');
  if (suffix === undefined) return code;
  const now = inSeconds(clock());
  const first = hourOf(now - MAILED_CODE.lifetimes[subject.purpose]);
  const last = hourOf(now + MAILED_CODE.clockDifference);
  for (let hour = last; hour >= first; hour -= 1) {
    if (isEqual(suffix, computeSuffix(key, subject, hour))) return code;
  }
  throw invalidCode('not mailed by this service');
}

/**
 * Creates the reader of the codes of a sign-in. A wrong one may be corrected: a request for another
 * is of no use before.
 */
export const signInCodeReader =
  (ports: MailedCodePorts) =>
  async (typed: string, username: string): Promise<string> => {
    const subject = { purpose: 'sign_in', holder: username } as const;
    return readMailedCode(ports, typed, subject).catch((error: unknown) => {
      const isWrong = error instanceof AuthError && error.code === 'INVALID_CODE';
      throw isWrong ? new AuthError('INVALID_CODE', { cause: error.cause }) : error;
    });
  };

/** The one answer to every refused code on a route that takes a name. */
export const invalidCode = (reason: string): AuthError =>
  new AuthError('INVALID_CODE', { variant: 'mailed', cause: new Error(`the code is ${reason}`) });

const normalise = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

const hourOf = (seconds: number): number => Math.floor(seconds / HOUR);

function computeSuffix(key: Uint8Array, { purpose, holder }: CodeSubject, hour: number): string {
  const mac = computeMac(key, JSON.stringify([purpose, toCanonicalName(holder), hour]));
  // 256 is a multiple of 32, so each character is equally likely.
  return [...Buffer.from(mac, 'base64url').subarray(0, MAILED_CODE.suffixLength)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');
}

const isEqual = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));
