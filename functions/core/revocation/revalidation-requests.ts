import type { SessionKey } from '../sessions/session-store.ts';

/** The port to the bus on which a confirmation of sessions is requested. */
export interface RevalidationRequests {
  /** @throws {Error} if a request was not accepted in time. */
  send(sessions: readonly SessionKey[]): Promise<void>;
}
