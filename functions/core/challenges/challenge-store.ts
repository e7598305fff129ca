/** The port to the store of challenges. */

import type { StoredName } from '../login/attempt-store.ts';
import type { Versioned } from '../versioned.ts';
import type { ChallengeLimits } from './challenge-limits.ts';

/** Everything that is known about a challenge before it is answered. */
export interface ChallengeSnapshot {
  /** Undefined if there is no such challenge, or it was answered. */
  sealed: string | undefined;
  /** The row of the name that was typed. */
  name: StoredName;
  limits: Versioned<ChallengeLimits>;
}

/**
 * Stores challenges. Each method is one step, except that a change of the limits may repeat. Each
 * may throw INTERNAL_ERROR, or TOO_MANY_REQUESTS if the database throttles it.
 */
export interface ChallengeStore {
  /** Reads all rows of a challenge, consistently. It may have expired. */
  read(ids: { challenge: string; name: string; limits: string }): Promise<ChallengeSnapshot>;
  /** Stores a challenge. The row is deleted some time after `expiresAt`, which is in seconds. */
  put(id: string, sealed: string, expiresAt: number): Promise<void>;
  /** Deletes a challenge. Returns false if there is none: another request has claimed it. */
  claim(id: string): Promise<boolean>;
  /**
   * Changes the limits of an account. `seen` is the row that was read last. `change` runs again if
   * another request has changed the row meanwhile. Nothing is written if `change` returns its
   * argument.
   * @returns the row that is stored afterwards.
   */
  changeLimits(
    id: string,
    seen: Versioned<ChallengeLimits>,
    change: (limits: ChallengeLimits | undefined) => ChallengeLimits | undefined,
  ): Promise<Versioned<ChallengeLimits>>;
  /** Forgets all tries at an account: its mailbox was proved, or an operator unlocks it. */
  forgetLimits(id: string): Promise<void>;
}
