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
   * @throws {TOO_MANY_REQUESTS} if the upstream has locked the user out. It does not say how long.
   * @throws {SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream has not looked at the password.
   * @throws {BAD_GATEWAY} if the upstream gives no verdict. If it certainly has not received the
   * password, the cause is {@link NotSent}.
   */
  signIn(username: string, password: string): Promise<SignedIn>;
}

/** The cause of a failure in which the request never reached the upstream. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}
