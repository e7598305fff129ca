import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keys, Session } from '../ports.ts';

/**
 * Seals the upstream refresh token at rest: AES-256-GCM, bound to its session, as
 * `kid.nonce.ciphertext.tag`.
 */
export interface Sealer {
  seal(text: string, session: Pick<Session, 'sub' | 'sid'>): Promise<string>;
  /** @throws {Error} when it was changed, or sealed for another session, or its key is gone. */
  open(sealed: string, session: Pick<Session, 'sub' | 'sid'>): Promise<string>;
}

const CIPHER = 'aes-256-gcm';
/** 96 bits, random: NIST SP 800-38D section 8.2.2. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function sealer(keys: Keys): Sealer {
  return {
    async seal(text, session) {
      const { kid, key } = await keys.current('upstream-token');
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(session));
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
      if (!key || !nonce || !ciphertext || !tag) {
        throw new Error('the sealed upstream token cannot be opened');
      }
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(boundTo(session))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    },
  };
}

const boundTo = ({ sub, sid }: Pick<Session, 'sub' | 'sid'>): Buffer =>
  Buffer.from(JSON.stringify([sub, sid]));
