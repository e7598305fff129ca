/**
 * The ports to the cryptographic keys. There are two secrets, so that a function that only verifies
 * session JWTs, such as the authorizer of another team, can read nothing else.
 *
 * Each purpose has its own key, so that the output of one purpose is worthless for every other.
 */

/** What the keys of the secret `tokens` are used for. */
export type TokenPurpose = 'session-jwt';

/** What the rotating keys of the secret `service` are used for. */
export type ServicePurpose =
  | 'refresh-token'
  | 'upstream-token'
  | 'device'
  | 'challenge'
  | 'captcha';

/**
 * What the key of the secret `service` that does not rotate is used for: the names of attempt
 * counters, and the fingerprints of networks.
 */
export type PermanentPurpose = 'counters' | 'network';

interface RotatingKeys<Purpose extends string> {
  /**
   * Returns the key that signs now.
   * @throws {INTERNAL_ERROR} if the secret holds no key or cannot be read.
   */
  current(purpose: Purpose): Promise<{ kid: string; key: Uint8Array }>;
  /**
   * Returns the key with this `kid`, or undefined if no such key exists.
   * @throws {SERVICE_UNAVAILABLE} if this service made the `kid` later than the secret was read.
   * @throws {INTERNAL_ERROR} if the secret cannot be read.
   */
  byId(kid: string, purpose: Purpose): Promise<Uint8Array | undefined>;
}

/** The keys of session JWTs. Everything that verifies a session JWT can read them. */
export type TokenKeys = RotatingKeys<TokenPurpose>;

/** The keys that only the functions of the service itself can read. */
export interface ServiceKeys extends RotatingKeys<ServicePurpose> {
  /**
   * Returns a key that never changes.
   * @throws {INTERNAL_ERROR} if the secret cannot be read.
   */
  permanent(purpose: PermanentPurpose): Promise<Uint8Array>;
}
