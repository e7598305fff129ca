/** The rules that decide about an attempt. All times are in seconds. */

import { ATTEMPTS } from '../../../contract/limits.ts';
import type { Counts, Failures } from './attempt-store.ts';

/** Checks whether the attempt repeats the last wrong password from the same network. */
export const isRepeat = ({ accountAndIp }: Counts): boolean => accountAndIp === undefined;

/** Checks whether this network may not try this account again in this window. */
export const isOverLimit = ({ accountAndIp = 0 }: Counts): boolean =>
  accountAndIp > ATTEMPTS.refuseAfter;

/** Checks whether the attempt needs a CAPTCHA solution and has not brought a usable one. */
export function isCaptchaMissing(counts: Counts, now: number): boolean {
  const { accountAndIp = 0, account, ip, failures, captchaUsed } = counts;
  const { captchaAfter, lockout } = ATTEMPTS;
  const needsCaptcha =
    accountAndIp > captchaAfter.accountAndIp ||
    account > captchaAfter.account ||
    ip > captchaAfter.ip ||
    (areRecent(failures, now) && failures.count >= lockout.failures);
  return needsCaptcha && !captchaUsed;
}

/**
 * Returns how long the account stays locked, or 0. The rule is Cognito's own: 1 s from the fifth
 * failure on, then doubling. Cognito applies it to existing names only. Here it applies to every
 * name, so that a lockout does not reveal which names exist.
 */
export function remainingLockout({ failures }: Counts, now: number): number {
  const { lockout } = ATTEMPTS;
  if (!areRecent(failures, now) || failures.count < lockout.failures) return 0;
  // Times are whole seconds. One extra second keeps this lock from ending before Cognito's, which
  // would reveal that the name exists.
  const duration = Math.min(2 ** (failures.count - lockout.failures) + 1, lockout.longest);
  return failures.lastAt + duration - now;
}

/** Cognito forgets failures after the longest lockout. */
const areRecent = (failures: Failures | undefined, now: number): failures is Failures =>
  failures !== undefined && now - failures.lastAt < ATTEMPTS.lockout.longest;
