import { TIMEOUTS } from '../../contract/limits.ts';
import { loadKeyring } from '../../functions/adapters/secrets/keys.ts';
import { SecretCache } from '../../functions/adapters/secrets/secret-cache.ts';
import {
  deriveKey,
  derivePermanentKey,
  type Keyring,
  type KeyringEntry,
} from '../../functions/core/keys/keyring.ts';
import type { ServiceKeys, SigningKeys, VerificationKeys } from '../../functions/core/keys/keys.ts';
import type { Clock, Report } from '../../functions/core/ports.ts';

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

/** Returns a keyring with these entries and a constant permanent key. */
export const keyringOf = (...keys: KeyringEntry[]): Keyring => ({
  keys,
  permanent: Buffer.alloc(32, 'permanent').toString('base64url'),
});

/** Returns the cached secret with a keyring that `read` returns as text. */
export const keyringSecret = (
  read: () => Promise<string>,
  clock: Clock,
  reportStale: Report = () => {},
) =>
  new SecretCache({
    read,
    parse: loadKeyring,
    clock,
    deadlineMs: TIMEOUTS.secrets.deadlineMs,
    reportStale,
  });

/** Returns keys of both secrets that never change. The first `kid` signs. */
export function fixedKeys(
  ...kids: [string, ...string[]]
): SigningKeys & VerificationKeys & ServiceKeys {
  const [signing] = kids;
  const ring = keyringOf();
  // As the adapter does: a derived key stays the same array.
  const permanent = new Map<string, Uint8Array>();
  return {
    algorithm: 'HS256',
    current: async (purpose) => ({ kid: signing, key: deriveKey(keyEntry(signing), purpose) }),
    byId: async (kid, purpose) =>
      kids.includes(kid) ? deriveKey(keyEntry(kid), purpose) : undefined,
    permanent: async (purpose) => {
      const key = permanent.get(purpose) ?? derivePermanentKey(ring, purpose);
      permanent.set(purpose, key);
      return key;
    },
  };
}
