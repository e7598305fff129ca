/** The port that creates accounts at the upstream identity provider. */

import type { CodeOutcome } from '../mail-door/code-outcome.ts';
import type { MailOutcome } from '../mail-door/mail-outcome.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What became of a new account. `sub` is its ID if it was certainly created. */
export interface SignedUp {
  outcome: MailOutcome;
  sub?: string | undefined;
}

/** Every method may throw BAD_GATEWAY, SERVICE_UNAVAILABLE and INTERNAL_ERROR. */
export interface SignUpIdentity {
  /** Sends the code of an unconfirmed account again. */
  resendCode(username: string): Promise<MailOutcome>;
  /** Creates an unconfirmed account and sends its code. It `exists` if the name is taken. */
  signUp(username: string, password: string, attributes: Attributes): Promise<SignedUp>;
  /** Returns the `sub` of a user, or undefined if there is no such user. */
  findSub(username: string): Promise<string | undefined>;
  /** Confirms an account by the code that was mailed. */
  confirm(username: string, code: string): Promise<CodeOutcome>;
  /** Sets attributes of an account. It is `refused` if the user pool does not accept them. */
  setAttributes(username: string, attributes: Attributes): Promise<'accepted' | 'refused'>;
  /** Sets the password of an account. */
  setPassword(username: string, password: string): Promise<CodeOutcome>;
}
