import { ATTEMPTS } from '../../contract/limits.ts';
import type { Clock } from '../clock.ts';

interface Failures {
  count: number;
  lockedUntil: number;
  lastAttempt: number;
}

const LONGEST_MS = ATTEMPTS.lockout.longest * 1_000;

/**
 * Cognito's lockout after failed sign-ins (AWS: "Lockout behavior for failed sign-in attempts"):
 * after n of them, 2^(n-5) seconds from the fifth on, about 15 minutes at most. An attempt during a
 * lockout counts for nothing; a success after it, or 15 minutes without any attempt, begins again
 * at zero.
 */
export class Lockout {
  readonly #clock: Clock;
  readonly #users = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records that somebody tries to sign in, and tells whether the user is locked out. */
  isLocked(username: string): boolean {
    const failures = this.#users.get(username);
    if (failures === undefined) return false;
    const now = this.#clock();
    if (now - failures.lastAttempt >= LONGEST_MS) {
      this.#users.delete(username);
      return false;
    }
    failures.lastAttempt = now;
    return now < failures.lockedUntil;
  }

  failed(username: string): void {
    const now = this.#clock();
    const count = (this.#users.get(username)?.count ?? 0) + 1;
    const beyond = count - ATTEMPTS.lockout.failures;
    const lockedUntil = beyond < 0 ? now : now + Math.min(2 ** beyond * 1_000, LONGEST_MS);
    this.#users.set(username, { count, lockedUntil, lastAttempt: now });
  }

  succeeded(username: string): void {
    this.#users.delete(username);
  }
}
