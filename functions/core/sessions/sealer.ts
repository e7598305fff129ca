import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { kidOfSealed, seal, unseal } from '../keys/seal.ts';
import type { SessionKey } from './session-store.ts';

/** Encrypts the upstream refresh token before it is stored, bound to its session. */
export interface Sealer {
  seal(text: string, session: SessionKey): Promise<string>;
  /**
   * @throws {INVALID_REFRESH_TOKEN} if the key no longer exists, because an operator retired it.
   * @throws {Error} if the text was changed or was sealed for another session.
   */
  open(sealed: string, session: SessionKey): Promise<string>;
}

export const sealer = (keys: Pick<ServiceKeys, 'current' | 'byId'>): Sealer => ({
  seal: async (text, { sub, sid }) => seal(await keys.current('upstream-token'), text, [sub, sid]),

  async open(sealed, { sub, sid }) {
    const key = await keys.byId(kidOfSealed(sealed), 'upstream-token');
    if (!key) {
      const cause = new Error('the key of the upstream token no longer exists');
      throw new AuthError('INVALID_REFRESH_TOKEN', { cause });
    }
    return unseal(key, sealed, [sub, sid]);
  },
});
