/** The keys of session JWTs where they are signed with ES256: key pairs, in two secrets. */

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { JWKS, KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import { canVerify, isKid, parseKeyring } from '../../core/keys/keyring.ts';
import type { PublishedKeys, SigningKeys, VerificationKeys } from '../../core/keys/keys.ts';
import { type PublicKeyring, parsePublicKeyring } from '../../core/keys/public-keyring.ts';
import type { Clock } from '../../core/ports.ts';
import { type LoadedKeyring, requireSigningEntry } from './keys.ts';
import type { Reading, SecretCache } from './secret-cache.ts';

/** Private keys are parsed once per reading of their secret. */
export interface LoadedKeyPairs extends Pick<LoadedKeyring, 'keyring'> {
  privateKeys: ReadonlyMap<string, KeyObject>;
}

export interface LoadedPublicKeys {
  keyring: PublicKeyring;
  publicKeys: ReadonlyMap<string, KeyObject>;
}

/**
 * Loads the text of the secret that signs.
 * @throws {INTERNAL_ERROR} if it is not a keyring of key pairs.
 */
export const loadKeyPairs = (text: string): LoadedKeyPairs =>
  load(() => {
    const keyring = parseKeyring(text);
    const privateKeys = keyring.keys.map(({ kid, key, public: publicKey }) => {
      if (!publicKey) throw new TypeError('the keyring holds a key that is not a key pair');
      const jwk = { ...publicKey, d: key };
      return [kid, createPrivateKey({ key: jwk, format: 'jwk' })] as const;
    });
    return { keyring, privateKeys: new Map(privateKeys) };
  });

/**
 * Loads the text of the secret with public keys.
 * @throws {INTERNAL_ERROR} if it contains anything else.
 */
export const loadPublicKeys = (text: string): LoadedPublicKeys =>
  load(() => {
    const keyring = parsePublicKeyring(text);
    const publicKeys = keyring.keys.map(
      ({ kid, public: jwk }) => [kid, createPublicKey({ key: jwk, format: 'jwk' })] as const,
    );
    return { keyring, publicKeys: new Map(publicKeys) };
  });

function load<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
}

interface KeyPairSource {
  secret: SecretCache<LoadedKeyPairs>;
  clock: Clock;
}

/** Provides the private key that signs now. */
export const signingKeyPairs = ({ secret, clock }: KeyPairSource): SigningKeys => ({
  algorithm: 'ES256',
  async current() {
    const { keyring, privateKeys } = (await secret.fresh()).value;
    const { kid } = requireSigningEntry(keyring, clock());
    return { kid, key: privateKeys.get(kid) as KeyObject };
  },
});

interface PublicKeySource {
  secret: SecretCache<LoadedPublicKeys>;
  clock: Clock;
}

/** Provides the public keys to verify with. */
export const verificationKeys = (source: PublicKeySource): VerificationKeys => ({
  algorithm: 'ES256',
  async byId(kid) {
    if (!isKid(kid)) return undefined;
    let { value } = await source.secret.fresh();
    if (!value.publicKeys.has(kid)) {
      ({ value } = await readWithin(source, KEYRING.reloadPublicAfter));
    }
    const entry = value.keyring.keys.find((each) => each.kid === kid);
    return entry && canVerify(entry, source.clock()) ? value.publicKeys.get(kid) : undefined;
  },
});

/** Provides the public keys for customers. */
export const publishedKeys = (source: PublicKeySource): PublishedKeys => ({
  async all() {
    const { value } = await readWithin(source, JWKS.cache);
    return value.keyring.keys
      .filter((entry) => canVerify(entry, source.clock()))
      .map(({ kid, public: { kty, crv, x, y, alg } }) => ({
        ...{ kty, crv, x, y, kid },
        ...({ use: 'sig', alg } as const),
      }));
  },
});

/** Returns a reading that is younger than so many seconds, unless the secret cannot be read. */
async function readWithin(
  { secret, clock }: PublicKeySource,
  seconds: number,
): Promise<Reading<LoadedPublicKeys>> {
  const reading = await secret.fresh();
  return clock() - reading.at < seconds * 1_000 ? reading : secret.reload();
}
