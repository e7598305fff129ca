/** Codes that are mailed outside a sign-in. */

import { randomInt } from 'node:crypto';
import type { Call } from '../call.ts';
import { expiredCode, wrongVerificationCode } from '../refusals.ts';
import type { CodePurpose, UserRecord } from '../state/records.ts';
import { saveUser } from './find.ts';

const HOUR_MS = 3_600_000;

/** AWS: "Forgotten passwords" (1 hour) and "Verifying contact information" (24 hours). */
const lifetimeMs = (purpose: CodePurpose): number =>
  purpose === 'forgotPassword' ? HOUR_MS : 24 * HOUR_MS;

export const randomCode = (digits: number): string =>
  String(randomInt(10 ** digits)).padStart(digits, '0');

/** Makes a code, which replaces an earlier one for the same purpose and equals no open one. */
export function issueCode(
  call: Call,
  user: UserRecord,
  purpose: CodePurpose,
): { code: string; user: UserRecord } {
  const open = Object.values(user.codes).map((each) => each?.code);
  let code = randomCode(6);
  while (open.includes(code)) code = randomCode(6);
  const expires = call.now + lifetimeMs(purpose);
  const saved = saveUser(call, user, {
    codes: { ...user.codes, [purpose]: { code, expires } },
  });
  return { code, user: saved };
}

/** @throws {CognitoException} ExpiredCodeException | CodeMismatchException */
export function checkCode(call: Call, user: UserRecord, purpose: CodePurpose, code: string): void {
  const issued = user.codes[purpose];
  if (issued === undefined || issued.expires <= call.now) throw expiredCode();
  if (issued.code !== code) throw wrongVerificationCode();
}

export const withoutCode = (user: UserRecord, purpose: CodePurpose): UserRecord['codes'] => {
  const { [purpose]: _spent, ...rest } = user.codes;
  return rest;
};
