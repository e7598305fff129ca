/** The port to the store of sign-in attempts. */

import type { Versioned } from '../versioned.ts';
import type { NameRow, WrongPassword } from './name-row.ts';

/** A counter for one time window. The `id` includes the window, so each window has its own row. */
export interface Counter {
  id: string;
  /** Seconds since the epoch. */
  windowEnds: number;
}

/** The counters of the networks from which a stranger makes an attempt. */
export interface NetworkCounters {
  /** Undefined if attempts at one account are not counted for each network. */
  accountAndNetwork: Counter | undefined;
  network: Counter;
  /** Undefined for IPv4. */
  wideNetwork: Counter | undefined;
}

/** The values of {@link NetworkCounters}. */
export type NetworkCounts = {
  [K in keyof NetworkCounters]: number | (undefined extends NetworkCounters[K] ? undefined : never);
};

/** The row of a name as it is stored. */
export type StoredName = Versioned<NameRow>;

/** Everything that is known about an attempt before it is counted. */
export interface Snapshot {
  name: StoredName;
  counts: NetworkCounts;
  /** The last wrong password at this account from this network. */
  wrong: WrongPassword | undefined;
}

/** A counter to increment, and the value that it must be below. Undefined is no limit. */
export type Place = Counter & { below: number | undefined };

/** A CAPTCHA solution to mark as used. */
export interface CaptchaUse {
  id: string;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/**
 * Stores attempts. Each method is one step of parallel calls, except that a change of a name may
 * repeat. Each may throw INTERNAL_ERROR, or TOO_MANY_REQUESTS if the database throttles it.
 */
export interface AttemptStore {
  /** Reads all rows of an attempt, consistently. */
  read(nameId: string, counters: NetworkCounters): Promise<Snapshot>;
  /**
   * Changes the row of a name. `seen` is the row that was read last. `change` runs again if another
   * request has changed the row meanwhile. Nothing is written if `change` returns its argument.
   * @returns the row that is stored afterwards.
   */
  changeName(
    nameId: string,
    seen: StoredName,
    change: (row: NameRow | undefined) => NameRow | undefined,
  ): Promise<StoredName>;
  /**
   * Increments all counters and marks a CAPTCHA solution as used, or does neither: if a counter is
   * not below its limit (`limit`), or if the solution was used before (`captcha`).
   */
  take(
    places: readonly Place[],
    captcha: CaptchaUse | undefined,
  ): Promise<'taken' | 'limit' | 'captcha'>;
  /** Decrements the counters and makes a CAPTCHA solution usable again. */
  giveBack(counters: readonly Counter[], captcha: CaptchaUse | undefined): Promise<void>;
  /** Sets a counter back to zero, and forgets its wrong password. */
  reset(counter: Counter): Promise<void>;
  /** Stores a wrong password with a counter, so that a repetition is recognised. */
  noteWrong(counter: Counter, wrong: WrongPassword): Promise<void>;
}
