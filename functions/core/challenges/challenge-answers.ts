/** The port that answers a challenge at the upstream identity provider. */

import type { SignInOutcome, SignInPolicy, UpstreamChallenge } from '../login/sign-in.ts';

export interface UpstreamAnswer {
  /** The code, the new password or the choice. */
  value: string;
  /** User attributes that are set with a new password. */
  attributes: Readonly<Record<string, string>>;
}

export interface ChallengeAnswers {
  /**
   * Answers a challenge, and returns the tokens or the step that must follow, as `SignIn` does.
   * @throws {INVALID_CODE} if the code is wrong or was used before.
   * @throws {CODE_EXPIRED} if the code has expired.
   * @throws {PASSWORD_REJECTED} if the upstream does not accept the new password.
   * @throws {INVALID_CHALLENGE} if the upstream does not continue this sign-in.
   * @throws {TOO_MANY_REQUESTS} if the upstream has locked the user out. It does not say how long.
   * @throws {SERVICE_UNAVAILABLE|INTERNAL_ERROR} if the upstream has not looked at the answer.
   * @throws {BAD_GATEWAY} if the upstream gives no verdict, as `SignIn` does.
   */
  answer(
    challenge: UpstreamChallenge,
    answer: UpstreamAnswer,
    policy?: SignInPolicy,
  ): Promise<SignInOutcome>;
}
