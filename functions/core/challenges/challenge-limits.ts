/**
 * The row that limits the wrong answers at one account, over all its challenges. A person who has
 * stolen the password can begin any number of challenges. Every function returns a new row. All
 * times are in seconds since the epoch.
 */

import { CHALLENGE } from '../../../contract/limits.ts';

export interface ChallengeLimits {
  /** The tries of the last 15 minutes that were wrong or have no outcome yet. */
  recent: readonly { id: string; at: number }[];
  /** All such tries since the last sign-in. Time does not reset it. */
  total: number;
}

/** Why a try must not be forwarded. */
export interface ChallengeRefusal {
  reason: 'window' | 'total';
  /** Undefined if waiting does not help. */
  retryAfter: number | undefined;
}

/** Returns a row as it stands now: tries that are too long ago no longer count in the window. */
export const toCurrentLimits = (
  { recent, total }: ChallengeLimits = { recent: [], total: 0 },
  now: number,
): ChallengeLimits => ({ recent: recent.filter(({ at }) => at + CHALLENGE.window > now), total });

/** Returns why the next try must not be forwarded, or undefined. `limits` must be current. */
export function findChallengeRefusal(
  { recent, total }: ChallengeLimits,
  now: number,
): ChallengeRefusal | undefined {
  if (total >= CHALLENGE.triesInTotal) return { reason: 'total', retryAfter: undefined };
  if (recent.length < CHALLENGE.triesInWindow) return undefined;
  const first = Math.min(...recent.map(({ at }) => at));
  return { reason: 'window', retryAfter: Math.max(1, first + CHALLENGE.window - now) };
}

/** Counts a try before the upstream is asked. */
export const reserveTry = (
  { recent, total }: ChallengeLimits,
  id: string,
  now: number,
): ChallengeLimits => ({ recent: [...recent, { id, at: now }], total: total + 1 });

/** Undoes a reservation: the answer was right, or the upstream has not looked at it. */
export const giveBackTry = ({ recent, total }: ChallengeLimits, id: string): ChallengeLimits => ({
  recent: recent.filter((entry) => entry.id !== id),
  total: Math.max(0, total - 1),
});

/** Notes a sign-in. The tries of the last 15 minutes still count: they renew with time only. */
export const succeedTry = (
  { recent }: ChallengeLimits,
  id: string | undefined,
): ChallengeLimits => ({ recent: recent.filter((entry) => entry.id !== id), total: 0 });

/** Checks whether a row means the same as no row, so that it need not be stored. */
export const areEmptyLimits = ({ recent, total }: ChallengeLimits): boolean =>
  recent.length + total === 0;

/** Returns when a row may be deleted, or undefined if it must be kept. */
export const expiryOfLimits = ({ recent, total }: ChallengeLimits): number | undefined =>
  total > 0 ? undefined : Math.max(...recent.map(({ at }) => at)) + CHALLENGE.window;
