/**
 * * Lockout after failed sign-ins. Source: AWS, "Lockout behavior for failed sign-in attempts":
 * after n failures the user is locked out for 2^(n-5) seconds, from the fifth on and 15 minutes at
 * most. Attempts during a lockout do not count. A success, or 15 minutes without an attempt, begins
 * again.
 */

import type { Call } from '../call.ts';
import { attemptsExceeded } from '../refusals.ts';
import { keyOf, type UserRecord } from '../state/records.ts';

const FREE_FAILURES = 5;
const LONGEST_MS = 15 * 60_000;

/** @throws {CognitoException} NotAuthorizedException "Password attempts exceeded" */
export function checkLockout({ store, now, settings }: Call, user: UserRecord): void {
  const failures = store.get('failures', keyOf(user));
  if (failures === undefined) return;
  const forgets =
    failures.count >= FREE_FAILURES || settings.switches.failuresBelowLockout === 'forgotten';
  if (forgets && now - failures.lastAttempt >= LONGEST_MS) {
    store.delete('failures', keyOf(user));
    return;
  }
  store.put('failures', keyOf(user), { ...failures, lastAttempt: now });
  if (now < failures.lockedUntil) throw attemptsExceeded();
}

export function countFailure({ store, now }: Call, user: UserRecord): void {
  const count = (store.get('failures', keyOf(user))?.count ?? 0) + 1;
  const beyond = count - FREE_FAILURES;
  const lockedUntil = beyond < 0 ? now : now + Math.min(2 ** beyond * 1_000, LONGEST_MS);
  store.put('failures', keyOf(user), { count, lockedUntil, lastAttempt: now });
}

export const forgetFailures = ({ store }: Call, user: UserRecord): void =>
  store.delete('failures', keyOf(user));
