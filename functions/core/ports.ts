/**
 * What the use cases need from the world. Adapters in `functions/adapters/` implement these; tests
 * may too.
 */

import type { AuditEvent } from '../../contract/metrics.ts';
import type { User } from '../../contract/schemas/index.ts';
import type { Purpose } from './keys/keyring.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

export interface Keys {
  /**
   * The key that signs now. @throws INTERNAL_ERROR when none is configured or the secret cannot be
   * read.
   */
  current(purpose: Purpose): Promise<{ kid: string; key: Uint8Array }>;
  /**
   * The key of a `kid`, or undefined when there certainly is none.
   * @throws SERVICE_UNAVAILABLE when that cannot be told yet, INTERNAL_ERROR when the secret cannot
   * be read.
   */
  byId(kid: string, purpose: Purpose): Promise<Uint8Array | undefined>;
}

/**
 * The upstream identity provider. All of it may throw BAD_GATEWAY, SERVICE_UNAVAILABLE and
 * INTERNAL_ERROR.
 */
export interface Identity {
  /** @throws INVALID_CREDENTIALS, CHALLENGE_REQUIRED, TOO_MANY_REQUESTS */
  signIn(username: string, password: string): Promise<{ user: User; refreshToken: string }>;
  /**
   * Asks whether a user may still be signed in. @throws a code whose row clears the cookie when the
   * answer is a certain no.
   */
  revalidate(username: string, refreshToken: string): Promise<User>;
  revoke(refreshToken: string): Promise<void>;
}

/** A session row. Times are seconds since the epoch. */
export interface Session {
  sub: string;
  sid: string;
  /** Generation of the refresh token that is good now. */
  counter: number;
  createdAt: number;
  /** Absolute end. */
  expiresAt: number;
  /** When the upstream last vouched for the user. */
  validatedAt: number;
  /** When `counter` last moved. */
  rotatedAt: number;
  user: User;
  /** The upstream refresh token, sealed. */
  upstream: string;
}

/** What a refresh token says: a generation of one session. */
export interface RefreshClaims {
  sub: string;
  sid: string;
  counter: number;
}

/** A rotation that took place, or the row that stood in its way (none when the session is gone). */
export type Rotation =
  | { rotated: true; session: Session }
  | { rotated: false; session: Session | undefined };

/** Where sessions are kept. Expired rows count as absent. All of it may throw INTERNAL_ERROR. */
export interface Sessions {
  create(session: Session): Promise<void>;
  find(key: Pick<Session, 'sub' | 'sid'>, now: number): Promise<Session | undefined>;
  /**
   * Moves `counter` on by one if it is the presented one and the upstream vouched for the user
   * recently.
   */
  rotate(presented: RefreshClaims, now: number): Promise<Rotation>;
  /** The same after the upstream has just vouched, with what it said. */
  rotateRevalidated(
    presented: RefreshClaims,
    upstream: Pick<Session, 'user' | 'upstream'>,
    now: number,
  ): Promise<Rotation>;
  /** Ends a session; the row it had, or undefined. */
  end(key: Pick<Session, 'sub' | 'sid'>): Promise<Session | undefined>;
  /** Ends all sessions of a user; how many there were. */
  endAll(sub: string): Promise<number>;
}

/** Logs a failure that changes nothing for the client. */
export type Report = (error: unknown) => void;

/** Records a security event. Fields hold neither names in clear nor secrets. */
export type Audit = (
  event: AuditEvent,
  fields: Readonly<Record<string, string | number | undefined>>,
) => void;
