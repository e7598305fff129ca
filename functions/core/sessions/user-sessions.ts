/** The port to the list of a user's sessions. */

import type { Session } from './session-store.ts';

export interface UserSessions {
  /**
   * Returns the sessions of a user that have not expired, in no particular order. A session whose
   * creation has completed is in it.
   * @throws {INTERNAL_ERROR} if the store fails or a row is malformed.
   */
  list(sub: string, now: number): Promise<Session[]>;
}
