/** The port to the store of sessions. */

import type { AuthenticationMethod } from '../../../contract/authentication-methods.ts';
import type { User } from '../../../contract/schemas/index.ts';
import type { ClientIdentity } from './successor-window.ts';

/** The state of the questions to the upstream about the user of a session. */
export interface Validation {
  /** Rises with each claim, answer and mark. */
  number: number;
  /** The number of the last mark: an event showed that the last confirmation may be wrong. */
  mark?: number;
  /** Until when nobody else asks the upstream. */
  claimedUntil?: number;
}

/** The stored session. All times are in seconds since the epoch. */
export interface Session {
  sub: string;
  sid: string;
  /** Generation of the refresh token that is valid now. A sign-in begins with 1. */
  counter: number;
  createdAt: number;
  /** The same time in milliseconds. It orders sign-ins that happen at almost the same time. */
  startedAtMs: number;
  /** Absolute end. Refreshing does not extend it. */
  expiresAt: number;
  /** Time of the last proof by the user, such as a password. Refreshing does not change it. */
  authenticatedAt: number;
  /** How the user gave that proof. */
  amr: readonly AuthenticationMethod[];
  /** Time of the last confirmation of the user by the upstream identity provider. */
  validatedAt: number;
  /** Time of the last increment of `counter`. */
  rotatedAt: number;
  /**
   * The last generation that was handed out again to a holder of the one before: requests of the
   * client raced, or a response was lost. Absent if there is none.
   */
  reissued?: number;
  user: User;
  /** Nonce of the entry of the device cookie that the sign-in issued. Undefined if there is none. */
  device: string | undefined;
  /** Keyed fingerprint of the network of the sign-in or of the last rotation. */
  network: string;
  /** Description of the browser and the system that signed in. Undefined if neither is known. */
  client: string | undefined;
  /** The new e-mail address that this session has asked for, until its code proves it. */
  emailChange?: EmailChange;
  /** Absent until the upstream is first asked again, or an event concerns the session. */
  validation?: Validation;
}

/** A new e-mail address that is not proven yet. */
export interface EmailChange {
  email: string;
  /** When its code was mailed, in seconds since the epoch. */
  requestedAt: number;
}

/** Parts of a session that its user changes. Null deletes a part. */
export interface SessionChange {
  authenticatedAt?: number;
  amr?: Session['amr'];
  reissued?: number;
  user?: User;
  device?: string | null;
  emailChange?: EmailChange | null;
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
 * Stores sessions and their upstream tokens. Every method treats an expired session as absent
 * unless it says otherwise. Every method may throw INTERNAL_ERROR.
 */
export interface SessionStore {
  /**
   * Stores a session and its encrypted upstream token. If this throws, either of the two may be
   * stored. No client holds a credential of such a session.
   */
  create(session: Session, upstream: string): Promise<void>;
  find(key: SessionKey, now: number): Promise<Session | undefined>;
  /**
   * Increments `counter` if it equals the presented one, the upstream has confirmed the user
   * within `SESSION.revalidateAfter`, the session is not marked, and the client does not keep its
   * generation (`isGenerationKept`). Stores the network of the client.
   */
  rotate(presented: RefreshClaims, client: ClientIdentity, now: number): Promise<Rotation>;
  /**
   * Increments `counter` if it equals the presented one, and stores what the upstream has just
   * confirmed. Does neither if the session was marked since `seenMark` was read: the answer of the
   * upstream may be older than the event.
   */
  rotateRevalidated(
    presented: RefreshClaims,
    change: Pick<Session, 'network' | 'user'> & { seenMark?: number | undefined },
    now: number,
  ): Promise<Rotation>;
  /**
   * Changes parts of a session, and never creates one. A change of the user supersedes a
   * confirmation by the upstream that was requested before.
   * @returns the session after the change, or undefined if it has ended
   */
  change(key: SessionKey, change: SessionChange, now: number): Promise<Session | undefined>;
  /** Deletes a session, expired or not, and keeps its upstream token. Returns what was stored. */
  end(key: SessionKey): Promise<Session | undefined>;
  /** Deletes all sessions of a user and their upstream tokens. Returns the number of sessions. */
  endAll(sub: string): Promise<number>;
  /**
   * Returns the encrypted upstream token of a session, whether or not the session has ended or
   * expired.
   */
  findUpstream(key: SessionKey): Promise<string | undefined>;
  deleteUpstream(key: SessionKey): Promise<void>;
}
