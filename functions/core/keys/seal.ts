/** Encrypts texts before they are stored: AES-256-GCM, in the form `kid.nonce.ciphertext.tag`. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** 96 random bits (NIST SP 800-38D section 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param context What the ciphertext is bound to. Only the same context opens it. */
export function seal(
  { kid, key }: { kid: string; key: Uint8Array },
  text: string,
  context: readonly string[],
): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(context));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [
    kid,
    ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url')),
  ].join('.');
}

/** Returns the `kid` of the key that opens a text. */
export const kidOfSealed = (sealed: string): string => sealed.split('.', 1)[0] ?? '';

/** @throws {Error} if the text was changed or was sealed with another key or context. */
export function unseal(key: Uint8Array, sealed: string, context: readonly string[]): string {
  const [, ...parts] = sealed.split('.');
  const [nonce, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!nonce || !ciphertext || !tag) throw new Error('the sealed text cannot be opened');
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}

/** The additional authenticated data that binds a ciphertext to its context. */
const additionalData = (context: readonly string[]): Buffer => Buffer.from(JSON.stringify(context));
