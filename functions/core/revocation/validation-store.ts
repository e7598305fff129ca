/** The port to what the store of sessions knows of Cognito's confirmations. */

import type { User } from '../../../contract/schemas/index.ts';
import type { SessionKey } from '../sessions/session-store.ts';

/**
 * The right to ask Cognito about the user of a session. Claims and marks of a session are numbered,
 * so that an answer is stored only if nothing happened since Cognito was asked.
 */
export interface Claim extends SessionKey {
  number: number;
  /** When the session was claimed, in seconds since the epoch. */
  claimedAt: number;
  username: string;
}

/** What the decision to end or to mark a session depends on. */
export interface SignedInSession extends SessionKey {
  /** Time of the sign-in, in seconds since the epoch. */
  authenticatedAt: number;
}

/**
 * Changes sessions after a confirmation or an event. No method creates a row, and every method
 * ignores an expired session. Times are in seconds since the epoch. Every method may throw
 * INTERNAL_ERROR.
 */
export interface ValidationStore {
  /**
   * Claims a session whose last confirmation is not after `validatedUntil`, or which is marked.
   * Until `claimedUntil`, nobody else can claim it, unless it is marked again.
   */
  claim(
    key: SessionKey,
    when: { now: number; validatedUntil: number; claimedUntil: number },
  ): Promise<Claim | undefined>;
  /**
   * Stores that Cognito has confirmed the user when the session was claimed.
   * @returns false if the session has ended, or was claimed, marked or confirmed since
   */
  confirm(claim: Claim, user: User, now: number): Promise<boolean>;
  /** Stores when the session can be claimed again. Does nothing if the claim is not the last. */
  postpone(claim: Claim, until: number, now: number): Promise<void>;
  /**
   * Ends a session whose user Cognito has refused, and keeps its upstream token.
   * @returns false if the session has ended, or was claimed, marked or confirmed since
   */
  endRefused(claim: Claim): Promise<boolean>;

  /** Lists the live sessions of a user. */
  listLive(sub: string, now: number): Promise<SignedInSession[]>;
  /**
   * Ends a session whose sign-in is before `authenticatedBefore`, and keeps its upstream token.
   * @returns false if the session has ended, or the user signed in again
   */
  endOlder(key: SessionKey, authenticatedBefore: number): Promise<boolean>;
  /**
   * Marks a session: Cognito must confirm its user again.
   * @returns false if the session has ended
   */
  mark(key: SessionKey, now: number): Promise<boolean>;
}
