import type { Session } from './session-store.ts';

/** Decides whether the last confirmation of a user is recent enough for a session to be used. */
export interface Freshness {
  /**
   * Requests a new confirmation if the last one is old. The request of the caller does not fail for
   * that.
   * @throws {TOKEN_EXPIRED} if the last confirmation is so old that a refresh must obtain another.
   */
  check(session: Session, now: number): Promise<void>;
}
