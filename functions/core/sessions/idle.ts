import type { Session } from './session-store.ts';

/** Decides whether a session has not been used for so long that it has ended. */
export interface IdleTimeout {
  /** @param now Seconds since the epoch. */
  isIdle(session: Session, now: number): boolean;
}

/** @param after Seconds without use. With undefined, no session becomes idle. */
export const idleTimeout = (after: number | undefined): IdleTimeout => ({
  isIdle: (session, now) => after !== undefined && now - lastUsedAt(session) >= after,
});

/**
 * Returns when a session was last seen in use, in seconds since the epoch: at the sign-in, at the
 * last refresh, or when its use last had the user confirmed. The latter happens about once an hour.
 */
export const lastUsedAt = ({ createdAt, rotatedAt, validatedAt }: Session): number =>
  Math.max(createdAt, rotatedAt, validatedAt);
