import { deriveKey, type KeyringEntry } from '../../functions/core/keys/keyring.ts';
import type { Keys } from '../../functions/core/keys/keys.ts';

/** Returns a keyring entry with a constant key. For tests only. */
export const keyEntry = (
  kid: string,
  times: Partial<Pick<KeyringEntry, 'active_from' | 'retired_at'>> = {},
): KeyringEntry => ({
  kid,
  key: Buffer.alloc(32, kid).toString('base64url'),
  active_from: '2026-01-01T00:00:00.000Z',
  retired_at: null,
  ...times,
});

/** Returns keys that never change. The first `kid` signs. */
export function fixedKeys(...kids: [string, ...string[]]): Keys {
  const [signing] = kids;
  return {
    current: async (purpose) => ({ kid: signing, key: deriveKey(keyEntry(signing), purpose) }),
    byId: async (kid, purpose) =>
      kids.includes(kid) ? deriveKey(keyEntry(kid), purpose) : undefined,
  };
}
