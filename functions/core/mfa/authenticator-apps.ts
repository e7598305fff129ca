/**
 * The port by which users set up an authenticator app at the upstream. Each method takes an access
 * token of the user and may throw BAD_GATEWAY, SERVICE_UNAVAILABLE, INTERNAL_ERROR, or INVALID_TOKEN
 * if the upstream rejects the access token.
 */
export interface AuthenticatorApps {
  /** Begins a set-up, which replaces one that was begun before. Returns the secret in base32. */
  begin(accessToken: string): Promise<string>;
  /**
   * Proves the app by its first code. The app is not switched on by that.
   * @throws {INVALID_CODE} if the code is wrong.
   * @throws {CONFLICT} if no set-up was begun.
   */
  verify(accessToken: string, code: string): Promise<void>;
}
