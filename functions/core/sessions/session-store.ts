/** The port to the store of sessions. */

import type { User } from '../../../contract/schemas/index.ts';

/** The stored session. All times are in seconds since the epoch. */
export interface Session {
  sub: string;
  sid: string;
  /** Generation of the refresh token that is valid now. */
  counter: number;
  createdAt: number;
  /** Absolute end. Refreshing does not extend it. */
  expiresAt: number;
  /** Time of the last confirmation of the user by the upstream identity provider. */
  validatedAt: number;
  /** Time of the last increment of `counter`. */
  rotatedAt: number;
  user: User;
  /** The refresh token of the upstream identity provider, encrypted. */
  upstream: string;
}

/** The primary key of a session. */
export type SessionKey = Pick<Session, 'sub' | 'sid'>;

/** The content of a refresh token: one generation of one session. */
export interface RefreshClaims extends SessionKey {
  counter: number;
}

/**
 * The outcome of rotating a refresh token: the session after the rotation, or the stored session
 * that did not meet the condition. The latter is undefined if no session is stored.
 */
export type Rotation =
  | { rotated: true; session: Session }
  | { rotated: false; session: Session | undefined };

/**
 * Stores sessions. Every method treats an expired session as absent unless it says otherwise.
 * Every method may throw INTERNAL_ERROR.
 */
export interface SessionStore {
  create(session: Session): Promise<void>;
  find(key: SessionKey, now: number): Promise<Session | undefined>;
  /**
   * Increments `counter` if it equals the presented one and the upstream has confirmed the user
   * within `SESSION.revalidateAfter`.
   */
  rotate(presented: RefreshClaims, now: number): Promise<Rotation>;
  /**
   * Increments `counter` if it equals the presented one, and stores what the upstream has just
   * confirmed.
   */
  rotateRevalidated(
    presented: RefreshClaims,
    upstream: Pick<Session, 'user' | 'upstream'>,
    now: number,
  ): Promise<Rotation>;
  /** Deletes a session, expired or not. Returns what was stored, or undefined. */
  end(key: SessionKey): Promise<Session | undefined>;
  /** Deletes all sessions of a user. Returns their number. */
  endAll(sub: string): Promise<number>;
}
