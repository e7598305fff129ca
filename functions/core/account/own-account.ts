/**
 * The port by which users change their account at the upstream. Every method takes an access token
 * of the user and may throw BAD_GATEWAY, SERVICE_UNAVAILABLE, INTERNAL_ERROR, or INVALID_TOKEN if
 * the upstream rejects the access token.
 */
export interface OwnAccount {
  /**
   * @throws {WRONG_PASSWORD} if the current password is wrong.
   * @throws {PASSWORD_REJECTED} if the upstream does not accept the new password.
   * @throws {TOO_MANY_REQUESTS} if the password was changed too often. The upstream does not say
   * when the next change is possible.
   */
  changePassword(accessToken: string, current: string, next: string): Promise<void>;
  /**
   * Changes attributes. Null deletes one.
   * @throws {BAD_REQUEST} if the upstream does not accept a value.
   */
  changeAttributes(
    accessToken: string,
    attributes: Readonly<Record<string, string | null>>,
  ): Promise<void>;
  /**
   * Has a code sent to a new e-mail address, which replaces the current one when the code returns.
   * @returns `taken` if the address belongs to another user, `undelivered` if it cannot be reached
   * @throws {BAD_REQUEST} if the upstream does not accept the address.
   */
  requestEmail(accessToken: string, email: string): Promise<EmailOutcome>;
  /**
   * Makes the new address the current one.
   * @throws {INVALID_CODE} if the code is wrong, or there is no new address.
   * @throws {CODE_EXPIRED} if the code has expired.
   * @throws {CONFLICT} if the address belongs to another user by now.
   * @throws {TOO_MANY_REQUESTS} as for a password.
   */
  confirmEmail(accessToken: string, code: string): Promise<void>;
  /** Deletes the user, or does nothing if there is none. */
  delete(accessToken: string): Promise<void>;
}

export type EmailOutcome = 'sent' | 'taken' | 'undelivered';
