import { createHmac, timingSafeEqual } from 'node:crypto';
import { AuthError } from '../error.ts';
import type { Keys, RefreshClaims } from '../ports.ts';

/**
 * The refresh token: `1.kid.sub.sid.counter.mac`, each part base64url or a number, the MAC
 * HMAC-SHA-256 over all before it. A forged one is refused on CPU alone; the stored row holds only
 * the counter, so a stolen table holds no usable token.
 */
export interface RefreshTokens {
  mint(claims: RefreshClaims): Promise<string>;
  /** @throws INVALID_REFRESH_TOKEN when we did not make it. */
  read(token: string): Promise<RefreshClaims>;
}

const VERSION = '1';
/** No number has two spellings, and none is beyond what a double counts exactly. */
const FORMAT =
  /^1\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,256})\.([A-Za-z0-9_-]{1,64})\.([1-9][0-9]{0,14})\.([A-Za-z0-9_-]{43})$/;

export function refreshTokens(keys: Keys): RefreshTokens {
  return {
    async mint({ sub, sid, counter }) {
      const { kid, key } = await keys.current('refresh-token');
      const signed = [VERSION, kid, Buffer.from(sub).toString('base64url'), sid, counter].join('.');
      return `${signed}.${mac(key, signed)}`;
    },

    async read(token) {
      const parts = FORMAT.exec(token);
      if (!parts) {
        throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('not a refresh token') });
      }
      const [, kid = '', sub = '', sid = '', counter = '', presented = ''] = parts;
      const key = await keys.byId(kid, 'refresh-token');
      if (!key) throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('unknown kid') });
      const expected = mac(key, token.slice(0, token.lastIndexOf('.')));
      if (!timingSafeEqual(Buffer.from(presented), Buffer.from(expected))) {
        throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('wrong MAC') });
      }
      return { sub: Buffer.from(sub, 'base64url').toString(), sid, counter: Number(counter) };
    },
  };
}

const mac = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');
