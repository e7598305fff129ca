/**
 * The port by which users change their passkeys at the upstream. Every method takes an access token
 * of the user and may throw BAD_GATEWAY, SERVICE_UNAVAILABLE, INTERNAL_ERROR, or INVALID_TOKEN if
 * the upstream rejects the access token.
 */

import type { RegistrationCredential } from '../../../contract/schemas/index.ts';

export interface StoredPasskey {
  id: string;
  /** A name that the upstream has given it. */
  name: string;
  /** Seconds since the epoch. */
  createdAt: number;
}

/** `PublicKeyCredentialCreationOptionsJSON` of Web Authentication. */
export type CreationOptions = Readonly<Record<string, unknown>>;

export interface OwnPasskeys {
  list(accessToken: string): Promise<readonly StoredPasskey[]>;
  /** @throws {CONFLICT} if the user has as many as the upstream permits. */
  begin(accessToken: string): Promise<CreationOptions>;
  /**
   * Stores the passkey that a browser has created.
   * @throws {INVALID_CHALLENGE} if the registration is over, or was begun by another token.
   * @throws {PASSKEY_REJECTED} if the upstream does not accept the passkey.
   * @throws {CONFLICT} as `begin`
   */
  complete(accessToken: string, credential: RegistrationCredential): Promise<void>;
  /** Removes a passkey, or does nothing if the user has no such passkey. */
  remove(accessToken: string, id: string): Promise<void>;
}
