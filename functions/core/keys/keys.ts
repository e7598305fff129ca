/** The port to the service's cryptographic keys. */

/**
 * What a key is used for. Each purpose has its own key, so that the output of one purpose is
 * worthless for every other.
 */
export type Purpose =
  | 'session-jwt'
  | 'refresh-token'
  | 'upstream-token'
  | 'attempts'
  | 'device'
  | 'captcha';

export interface Keys {
  /**
   * Returns the key that signs now.
   * @throws {INTERNAL_ERROR} if no key is active or the keyring secret cannot be read.
   */
  current(purpose: Purpose): Promise<{ kid: string; key: Uint8Array }>;
  /**
   * Returns the key with this `kid`, or undefined if no such key exists.
   * @throws {SERVICE_UNAVAILABLE} if it is too early to read the secret again for an unknown `kid`.
   * @throws {INTERNAL_ERROR} if the keyring secret cannot be read.
   */
  byId(kid: string, purpose: Purpose): Promise<Uint8Array | undefined>;
}
