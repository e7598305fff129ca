/** The port that begins sign-ins by passkey. */

import type { UpstreamChallenge } from '../login/sign-in.ts';

export interface BegunPasskey {
  /** What an authenticator signs, in base64url. It has the same length for every name. */
  challenge: string;
  /**
   * What the answer continues, and the IDs of the passkeys that can give it. Undefined if no answer
   * is right.
   */
  upstream: Pick<UpstreamChallenge, 'username' | 'handle' | 'credentials'> | undefined;
}

export interface PasskeyChallenges {
  /**
   * Begins a sign-in. It takes the same steps for every name, because the caller must not learn
   * whether an account has passkeys.
   * @throws {SERVICE_UNAVAILABLE|INTERNAL_ERROR|BAD_GATEWAY} if the upstream has not decided.
   */
  begin(username: string): Promise<BegunPasskey>;
}
