import { KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import {
  deriveKey,
  isKid,
  type Keyring,
  type KeyringEntry,
  type Purpose,
  parseKeyring,
  signingEntry,
  verifies,
} from '../../core/keys/keyring.ts';
import type { Clock, Keys } from '../../core/ports.ts';

/** How many unknown `kid`s are remembered; enough for honest old tokens, too few to fill memory. */
const REMEMBERED = 1_000;

/** One reading of the secret, and what was worked out of it. */
interface Reading {
  keyring: Keyring;
  at: number;
  derived: Map<string, Uint8Array>;
  /** Asked for before this reading, and not in it: these certainly do not exist. */
  unknown: Set<string>;
}

/** Keys out of the keyring secret, cached for `KEYRING.cache` seconds. */
export function keyringKeys({ read, clock }: { read: () => Promise<string>; clock: Clock }): Keys {
  let last: Reading | undefined;
  let underWay: Promise<Reading> | undefined;
  let begunAt = Number.NEGATIVE_INFINITY;

  async function begin(): Promise<Reading> {
    const at = clock();
    begunAt = at;
    const keyring = parseOrThrow(await read());
    last = { keyring, at, derived: new Map(), unknown: new Set() };
    return last;
  }
  /**
   * Whoever asks meanwhile shares the one reading. When it fails, the last good one serves until it
   * is too old.
   */
  function load(): Promise<Reading> {
    underWay ??= begin().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }
  const current = async (): Promise<Reading> =>
    last && clock() - last.at < KEYRING.cache * 1_000 ? last : load();

  function derive({ derived }: Reading, entry: KeyringEntry, purpose: Purpose): Uint8Array {
    const name = `${entry.kid} ${purpose}`;
    const key = derived.get(name) ?? deriveKey(entry, purpose);
    derived.set(name, key);
    return key;
  }

  return {
    async current(purpose) {
      const reading = await current();
      const entry = signingEntry(reading.keyring, clock());
      if (!entry) {
        throw new AuthError('INTERNAL_ERROR', {
          cause: new Error('the keyring holds no active key'),
        });
      }
      return { kid: entry.kid, key: derive(reading, entry, purpose) };
    },

    async byId(kid, purpose) {
      if (!isKid(kid)) return undefined;
      const readBefore = last;
      let reading = await current();
      let entry = entryOf(reading, kid);

      if (!entry && reading === readBefore && !reading.unknown.has(kid)) {
        const wait = begunAt + KEYRING.reloadAfter * 1_000 - clock();
        // Not a 401: the key may be one that another function has seen already.
        if (wait > 0 && !underWay) {
          throw new AuthError('SERVICE_UNAVAILABLE', {
            retryAfter: Math.ceil(wait / 1_000),
            cause: new Error('unknown kid'),
          });
        }
        reading = await load();
        entry = entryOf(reading, kid);
      }
      if (entry) return verifies(entry, clock()) ? derive(reading, entry, purpose) : undefined;
      if (reading.unknown.size < REMEMBERED) reading.unknown.add(kid);
      return undefined;
    },
  };
}

const entryOf = ({ keyring }: Reading, kid: string) =>
  keyring.keys.find((entry) => entry.kid === kid);

function parseOrThrow(text: string): Keyring {
  try {
    return parseKeyring(text);
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
}
