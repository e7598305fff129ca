/**
 * The forms of a key that Node.js computes with. Importing a key costs more than signing with it,
 * and a derived key stays the same array for as long as its secret is not read again.
 */

import { createSecretKey, type KeyObject } from 'node:crypto';

const hmacKeys = new WeakMap<Uint8Array, KeyObject>();
const jwtKeys = new WeakMap<Uint8Array, Promise<CryptoKey>>();

/** Returns the key for `createHmac`. */
export function hmacKeyOf(key: Uint8Array): KeyObject {
  const imported = hmacKeys.get(key) ?? createSecretKey(key);
  hmacKeys.set(key, imported);
  return imported;
}

/** Returns the key for HS256 (RFC 7518 section 3.2). */
export function jwtKeyOf(key: Uint8Array): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported =
    jwtKeys.get(key) ??
    crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign', 'verify']);
  jwtKeys.set(key, imported);
  return imported;
}
