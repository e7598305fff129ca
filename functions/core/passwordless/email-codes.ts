/** The port that sends codes to sign in with. */

import type { UpstreamChallenge } from '../login/sign-in.ts';
import type { MailOutcome } from '../mail-door/mail-outcome.ts';

export interface SentCode {
  outcome: MailOutcome;
  /** What the code continues. Undefined unless it was sent. */
  upstream: Pick<UpstreamChallenge, 'username' | 'handle'> | undefined;
}

export interface EmailCodes {
  /**
   * Sends a code if the user may sign in with one. It takes the same steps for every name, because
   * the caller must not learn whether an account has it.
   * @throws {SERVICE_UNAVAILABLE|INTERNAL_ERROR|BAD_GATEWAY} if the upstream has not decided.
   */
  send(username: string): Promise<SentCode>;
}
