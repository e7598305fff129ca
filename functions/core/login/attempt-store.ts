/** The port to the store of sign-in attempts. */

/** A counter for one time window. The `id` includes the window, so each window has its own row. */
export interface Counter {
  id: string;
  /** Seconds since the epoch. */
  windowEnds: number;
}

/** The consecutive wrong passwords of one account, counted the way Cognito counts them. */
export interface Failures {
  count: number;
  /** Seconds since the epoch. */
  lastAt: number;
}

/** What to count before the upstream is asked. */
export interface CountRequest {
  accountAndIp: Counter;
  account: Counter;
  ip: Counter;
  /**
   * Identifies a repeated wrong password. If the last wrong one since `repeatSince` has the same
   * fingerprint, `accountAndIp` is not incremented.
   */
  password: { fingerprint: string; repeatSince: number };
  failuresId: string;
  /** A CAPTCHA solution to mark as used. */
  captcha: { id: string; expiresAt: number } | undefined;
}

export interface Counts {
  /** Undefined if the attempt repeats the last wrong password, which does not count. */
  accountAndIp: number | undefined;
  account: number;
  ip: number;
  failures: Failures | undefined;
  /** Whether this attempt is the one that has used the CAPTCHA solution. */
  captchaUsed: boolean;
}

/**
 * Stores counters of attempts. Each method is one step of parallel calls and may throw
 * INTERNAL_ERROR.
 */
export interface AttemptStore {
  /** Increments the counters and returns their new values. */
  count(request: CountRequest): Promise<Counts>;
  /** Decrements each counter and makes a used CAPTCHA solution usable again. */
  giveBack(counters: readonly Counter[], captcha?: { id: string }): Promise<void>;
  /** Deletes the `accountAndIp` counter and the failures, and decrements the other counters. */
  succeed(request: CountRequest): Promise<void>;
  /** Records a wrong password. `seen` are the failures that `count` returned. */
  fail(request: CountRequest, seen: Failures | undefined, now: number): Promise<void>;
}
