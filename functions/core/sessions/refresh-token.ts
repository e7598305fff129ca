import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { computeMac, isGenuineMac } from '../keys/mac.ts';
import type { RefreshClaims } from './session-store.ts';

/**
 * The refresh token: `1.kid.sub.sid.counter.mac`. Each part is base64url or a number. The MAC is
 * HMAC-SHA-256 over everything before it, so a forged token is rejected without network access. The
 * store holds only the counter, so a stolen table contains no usable token.
 */
export interface RefreshTokens {
  mint(claims: RefreshClaims): Promise<string>;
  /** @throws {INVALID_REFRESH_TOKEN} if this service did not issue the token. */
  read(token: string): Promise<RefreshClaims>;
}

const VERSION = '1';
const KID = '([A-Za-z0-9_-]{1,64})';
const SUB = '([A-Za-z0-9_-]{1,256})';
const SID = '([A-Za-z0-9_-]{1,64})';
/** Each counter has exactly one spelling, and 15 digits fit into a double without rounding. */
const COUNTER = '([1-9][0-9]{0,14})';
const MAC = '([A-Za-z0-9_-]{43})';
const FORMAT = new RegExp(`^${[VERSION, KID, SUB, SID, COUNTER, MAC].join('\\.')}$`);

export function refreshTokens(keys: ServiceKeys): RefreshTokens {
  return {
    async mint({ sub, sid, counter }) {
      const { kid, key } = await keys.current('refresh-token');
      const signed = [VERSION, kid, Buffer.from(sub).toString('base64url'), sid, counter].join('.');
      return `${signed}.${computeMac(key, signed)}`;
    },

    async read(token) {
      const parts = FORMAT.exec(token);
      if (!parts) {
        throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('not a refresh token') });
      }
      const [, kid = '', sub = '', sid = '', counter = '', presented = ''] = parts;
      const key = await keys.byId(kid, 'refresh-token');
      if (!key) throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('unknown kid') });
      if (!isGenuineMac(key, token.slice(0, token.lastIndexOf('.')), presented)) {
        throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('wrong MAC') });
      }
      return { sub: Buffer.from(sub, 'base64url').toString(), sid, counter: Number(counter) };
    },
  };
}
