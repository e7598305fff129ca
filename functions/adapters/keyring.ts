import { KEYRING } from '../../contract/limits.ts';
import { AuthError } from '../core/error.ts';
import { deriveKey, type Keyring, type KeyringEntry, type Purpose, parseKeyring, signingEntry, verifies } from '../core/keyring.ts';
import type { Clock, Keys } from '../core/ports.ts';

/** How many unknown `kid`s are remembered; enough for honest old tokens, too few to fill memory. */
const REMEMBERED = 1_000;

/** Keys out of the keyring secret, cached for `KEYRING.cache` seconds. */
export function keyringKeys({ read, clock }: { read: () => Promise<string>; clock: Clock }): Keys {
  let loading: Promise<Keyring> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  /** Asked for before the last load, and not in it: these certainly do not exist. */
  let unknown = new Set<string>();
  let derived = new Map<string, Uint8Array>();

  function load(): Promise<Keyring> {
    loadedAt = clock();
    unknown = new Set();
    derived = new Map();
    const mine = read().then(parseOrThrow);
    loading = mine;
    mine.catch(() => {
      if (loading === mine) loading = undefined;
    });
    return mine;
  }
  const current = (): Promise<Keyring> => (loading && clock() - loadedAt < KEYRING.cache * 1_000 ? loading : load());

  function derive(entry: KeyringEntry, purpose: Purpose): Uint8Array {
    const name = `${entry.kid} ${purpose}`;
    const key = derived.get(name) ?? deriveKey(entry, purpose);
    derived.set(name, key);
    return key;
  }

  return {
    async current(purpose) {
      const entry = signingEntry(await current(), clock());
      if (!entry) throw new AuthError('INTERNAL_ERROR', { cause: new Error('the keyring holds no active key') });
      return { kid: entry.kid, key: derive(entry, purpose) };
    },

    async byId(kid, purpose) {
      const find = ({ keys }: Keyring) => keys.find((entry) => entry.kid === kid && verifies(entry, clock()));
      const cachedEntry = find(await current());
      if (cachedEntry) return derive(cachedEntry, purpose);
      if (unknown.has(kid)) return undefined;

      const wait = loadedAt + KEYRING.reloadAfter * 1_000 - clock();
      // Not a 401: the key may be one that another function has seen already.
      if (wait > 0) throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: Math.ceil(wait / 1_000), cause: new Error('unknown kid') });
      const entry = find(await load());
      if (entry) return derive(entry, purpose);
      if (unknown.size < REMEMBERED) unknown.add(kid);
      return undefined;
    },
  };
}

function parseOrThrow(text: string): Keyring {
  try {
    return parseKeyring(text);
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
}
