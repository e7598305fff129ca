import type { User } from '../../../contract/schemas/index.ts';

/** Whether a user may stay signed in. `reason` goes to the log. */
export type LookedUpUser = { allowed: true; user: User } | { allowed: false; reason: string };

/** The port to the upstream's directory of users. */
export interface UserLookup {
  /**
   * Looks up a user by the username of the upstream.
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream does not answer with
   * certainty. No session may end then.
   */
  lookUp(username: string): Promise<LookedUpUser>;
}
