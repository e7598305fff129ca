import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { SessionKey } from './session-store.ts';

/**
 * Encrypts the upstream refresh token before it is stored: AES-256-GCM, bound to its session, in
 * the form `kid.nonce.ciphertext.tag`.
 */
export interface Sealer {
  seal(text: string, session: SessionKey): Promise<string>;
  /**
   * @throws {INVALID_REFRESH_TOKEN} if the key no longer exists, because an operator retired it.
   * @throws {Error} if the text was changed or was sealed for another session.
   */
  open(sealed: string, session: SessionKey): Promise<string>;
}

const CIPHER = 'aes-256-gcm';
/** 96 random bits (NIST SP 800-38D section 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function sealer(keys: ServiceKeys): Sealer {
  return {
    async seal(text, session) {
      const { kid, key } = await keys.current('upstream-token');
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(session));
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        kid,
        ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url')),
      ].join('.');
    },

    async open(sealed, session) {
      const [kid = '', ...parts] = sealed.split('.');
      const [nonce, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      const key = await keys.byId(kid, 'upstream-token');
      if (!key) {
        const cause = new Error('the key of the upstream token no longer exists');
        throw new AuthError('INVALID_REFRESH_TOKEN', { cause });
      }
      if (!nonce || !ciphertext || !tag) {
        throw new Error('the sealed upstream token cannot be opened');
      }
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(additionalData(session))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    },
  };
}

/** The additional authenticated data that binds a ciphertext to its session. */
const additionalData = ({ sub, sid }: SessionKey): Buffer =>
  Buffer.from(JSON.stringify([sub, sid]));
