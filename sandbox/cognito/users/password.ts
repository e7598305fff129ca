/** A pool's password policy, the history, and the hashes that the store keeps. */

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Call } from '../call.ts';
import { CognitoException } from '../exception.ts';
import { passwordPolicyOf } from '../pools/pools.ts';
import { invalidParameter, invalidPassword, notAuthorized } from '../refusals.ts';
import type { PasswordHash, PoolRecord, UserRecord } from '../state/records.ts';
import { saveUser } from './find.ts';

/** A sandbox has no secrets worth a slow hash: the lowest cost keeps each sign-in fast. */
const COST = { N: 2 ** 10 };
const DAY_MS = 86_400_000;
/** API_SignUp, `Password`. */
const LONGEST = 256;
/** AWS: "Adding user pool password requirements". A space counts inside only. */
const SYMBOL = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

export const hashPassword = (password: string): PasswordHash => {
  const salt = randomBytes(12).toString('base64url');
  return { salt, hash: scryptSync(password, salt, 32, COST).toString('base64url') };
};

export function isPassword(stored: PasswordHash | undefined, password: string): boolean {
  if (stored === undefined) return false;
  const expected = Buffer.from(stored.hash, 'base64url');
  return timingSafeEqual(expected, scryptSync(password, stored.salt, 32, COST));
}

/** @throws {CognitoException} InvalidPasswordException | InvalidParameterException */
export function checkPolicy(pool: PoolRecord, password: string): void {
  if (password.length > LONGEST) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${LONGEST}`,
    );
  }
  // API_SignUp, `Password`: no space at either end.
  if (!/^\S+.*\S+$/.test(password) && password.length > 1) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$',
    );
  }
  const policy = passwordPolicyOf(pool);
  const rules: readonly [boolean, string][] = [
    [password.length >= (policy.MinimumLength ?? 6), 'Password not long enough'],
    [!policy.RequireUppercase || /[A-Z]/.test(password), 'Password must have uppercase characters'],
    [!policy.RequireLowercase || /[a-z]/.test(password), 'Password must have lowercase characters'],
    [!policy.RequireNumbers || /[0-9]/.test(password), 'Password must have numeric characters'],
    [!policy.RequireSymbols || SYMBOL.test(password), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([kept]) => !kept);
  if (broken) throw invalidPassword(`Password did not conform with policy: ${broken[1]}`);
}

/**
 * Sets a password that the person chose or that is meant to last. Only such passwords count in the
 * history.
 * @throws {CognitoException} InvalidPasswordException | PasswordHistoryPolicyViolationException
 */
export function setPassword(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
  password: string,
  changes: Parameters<typeof saveUser>[2] = {},
): UserRecord {
  checkPolicy(pool, password);
  const size = passwordPolicyOf(pool).PasswordHistorySize ?? 0;
  if (user.passwordHistory.slice(0, size).some((earlier) => isPassword(earlier, password))) {
    // [unproven] AWS documents the exception, not its sentence.
    throw new CognitoException(
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used',
    );
  }
  const hash = hashPassword(password);
  return saveUser(call, user, {
    password: hash,
    temporaryUntil: undefined,
    passwordHistory: [hash, ...user.passwordHistory].slice(0, 24),
    ...changes,
  });
}

/** Sets a password that must be replaced at the next sign-in. */
export function setTemporaryPassword(
  call: Call,
  pool: PoolRecord,
  user: UserRecord,
  password: string,
): UserRecord {
  checkPolicy(pool, password);
  return saveUser(call, user, {
    password: hashPassword(password),
    temporaryUntil: call.now + (passwordPolicyOf(pool).TemporaryPasswordValidityDays || 7) * DAY_MS,
    status: 'FORCE_CHANGE_PASSWORD',
  });
}

/**
 * @throws {CognitoException} NotAuthorizedException while a temporary password is to be replaced
 */
export function checkResettable({ status }: UserRecord): void {
  if (status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
}

/** A temporary password as Cognito makes them: eight or more characters of all four classes. */
export function temporaryPassword(pool: PoolRecord): string {
  const length = Math.max(8, passwordPolicyOf(pool).MinimumLength ?? 8);
  return `aA1-${randomBytes(length)
    .toString('hex')
    .slice(0, length - 4)}`;
}
