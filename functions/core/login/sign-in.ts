/** The port that checks a password at the upstream identity provider. */

import type { User } from '../../../contract/schemas/index.ts';

export interface SignedIn {
  user: User;
  /** The upstream's own refresh token. */
  refreshToken: string;
}

export interface SignIn {
  /**
   * Signs a user in.
   * @throws {INVALID_CREDENTIALS} if the upstream rejects the name or the password.
   * @throws {CHALLENGE_REQUIRED} if the password is right and another step must follow.
   * @throws {TOO_MANY_REQUESTS} if the upstream has locked the user out.
   * @throws {BAD_GATEWAY|SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream gives no verdict.
   */
  signIn(username: string, password: string): Promise<SignedIn>;
}
