/** The port that checks a password at the upstream identity provider. */

import type { ChallengeName } from '../../../contract/challenges.ts';
import type { User } from '../../../contract/schemas/index.ts';

export interface SignedIn {
  user: User;
  /** The upstream's own refresh token. */
  refreshToken: string;
}

/** A further step that the upstream demands. */
export interface UpstreamChallenge {
  name: ChallengeName;
  /** What the client needs for the step. */
  parameters: Readonly<Record<string, unknown>>;
  /** The name of the user in the answer to the upstream. */
  username: string;
  /** Continues the sign-in at the upstream. Its holder needs no password. */
  handle: string;
  /** The IDs of the passkeys that answer the challenge, if the upstream named them. */
  credentials?: readonly string[] | undefined;
  /**
   * Whether the upstream has let the user in before this step, which the service itself demands. The
   * handle is then the refresh token.
   */
  hasTokens?: boolean | undefined;
}

export interface SignInPolicy {
  /**
   * Whether a user whom the upstream lets in must set an authenticator app up first. The outcome is
   * then the step `MFA_SETUP`.
   */
  enrol: boolean;
}

/** What the upstream answers to a right password or code. */
export type SignInOutcome = SignedIn | { challenge: UpstreamChallenge };

export interface SignIn {
  /**
   * Signs a user in, or returns the step that must follow. `policy` defaults to no enrolment.
   * @throws {INVALID_CREDENTIALS} if the upstream rejects the name or the password.
   * @throws {TOO_MANY_REQUESTS} if the upstream has locked the user out. It does not say how long.
   * @throws {SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream has not looked at the password.
   * @throws {BAD_GATEWAY} if the upstream gives no verdict. If it certainly has not received the
   * password, the cause is {@link NotSent}.
   */
  signIn(username: string, password: string, policy?: SignInPolicy): Promise<SignInOutcome>;
}

/** The cause of a failure in which the request never reached the upstream. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}
