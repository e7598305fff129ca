/**
 * Ports to the session that a user has at the upstream identity provider. Every method may throw
 * BAD_GATEWAY, SERVICE_UNAVAILABLE and INTERNAL_ERROR.
 */

import type { User } from '../../../contract/schemas/index.ts';

export interface Revalidation {
  /**
   * Asks the upstream whether the user may stay signed in. Returns the user's current data.
   * @throws {INVALID_REFRESH_TOKEN|USER_NOT_CONFIRMED|PASSWORD_RESET_REQUIRED} if the upstream
   * rejects the user. The error rows of these codes clear the cookie.
   */
  revalidate(username: string, refreshToken: string): Promise<User>;
}

export interface Revocation {
  /** Revokes an upstream refresh token. */
  revoke(refreshToken: string): Promise<void>;
}
