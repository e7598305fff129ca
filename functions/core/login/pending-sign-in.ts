/** The port that turns a right password with a pending step into a challenge for the client. */

import type { AuthenticationMethod } from '../../../contract/authentication-methods.ts';
import type { DeviceEntry } from '../devices/device-cookie.ts';
import type { AuthError } from '../error.ts';
import type { UpstreamChallenge } from './sign-in.ts';

/** A sign-in that needs another step. */
export interface PendingSignIn {
  /** The name that was typed. */
  username: string;
  /** What the user has proved already. */
  amr: readonly AuthenticationMethod[];
  /** The entry of the device cookie that the sign-in will grant. */
  device: DeviceEntry;
  upstream: UpstreamChallenge;
}

export interface ChallengeIssuer {
  /**
   * Stores a pending sign-in, and returns CHALLENGE_REQUIRED with the token of its next step.
   * @throws {INTERNAL_ERROR|TOO_MANY_REQUESTS} if it cannot be stored.
   */
  issue(pending: PendingSignIn): Promise<AuthError>;
}
