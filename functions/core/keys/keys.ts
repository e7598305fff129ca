/**
 * The ports to the cryptographic keys. They are in separate secrets, so that a function that only
 * verifies session JWTs, such as the authorizer of another team, can read nothing else.
 *
 * Each purpose has its own key, so that the output of one purpose is worthless for every other.
 */

import type { KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../../../contract/algorithms.ts';
import type { JwksResponse } from '../../../contract/schemas/index.ts';

/** What the keys of the secret `tokens` are used for. */
export type TokenPurpose = 'session-jwt';

/** What the rotating keys of the secret `service` are used for. */
export type ServicePurpose =
  | 'refresh-token'
  | 'upstream-token'
  | 'device'
  | 'challenge'
  | 'passkey'
  | 'captcha';

/**
 * What the key of the secret `service` that does not rotate is used for: the names of attempt
 * counters, the fingerprints of networks, and the MACs of mailed codes, which are too short to name
 * their key.
 */
export type PermanentPurpose = 'counters' | 'network' | 'mailed-code';

export interface RotatingKeys<Purpose extends string> {
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

/** A secret key, or one half of a key pair. */
export type TokenKey = Uint8Array | KeyObject;

/** The keys that sign session JWTs. Only functions that grant sessions use them. */
export interface SigningKeys {
  /** The algorithm of every key. A token does not choose it. */
  readonly algorithm: TokenAlgorithm;
  /** Like {@link RotatingKeys.current}. */
  current(purpose: TokenPurpose): Promise<{ kid: string; key: TokenKey }>;
}

/** The keys that verify session JWTs. Everything that verifies one can read them. */
export interface VerificationKeys {
  /** The algorithm of every key. A token does not choose it. */
  readonly algorithm: TokenAlgorithm;
  /** Like {@link RotatingKeys.byId}. Public keys are never `SERVICE_UNAVAILABLE`. */
  byId(kid: string, purpose: TokenPurpose): Promise<TokenKey | undefined>;
}

/** The public keys that customers verify session JWTs with. */
export interface PublishedKeys {
  /**
   * Returns the keys that verify, including those that do not sign yet.
   * @throws {INTERNAL_ERROR} if the secret cannot be read.
   */
  all(): Promise<JwksResponse['keys']>;
}

/** The keys that only the functions of the service itself can read. */
export interface ServiceKeys extends RotatingKeys<ServicePurpose> {
  /**
   * Returns a key that never changes.
   * @throws {INTERNAL_ERROR} if the secret cannot be read.
   */
  permanent(purpose: PermanentPurpose): Promise<Uint8Array>;
}
