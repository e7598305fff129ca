/** The port that resets passwords at the upstream identity provider. */

import type { CodeOutcome } from '../mail-door/code-outcome.ts';
import type { MailOutcome } from '../mail-door/mail-outcome.ts';

/** Every method may throw BAD_GATEWAY, SERVICE_UNAVAILABLE and INTERNAL_ERROR. */
export interface RecoveryIdentity {
  /** Sends a code with which the password can be reset. */
  sendResetCode(username: string): Promise<MailOutcome>;
  /** Returns the `sub` of a user, or undefined if there is no such user. */
  findSub(username: string): Promise<string | undefined>;
  /** Sets a new password by the code that was mailed. */
  reset(username: string, code: string, password: string): Promise<CodeOutcome>;
}
