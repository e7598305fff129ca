import { KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import {
  canVerify,
  deriveKey,
  findSigningEntry,
  isKid,
  type Keyring,
  type KeyringEntry,
  parseKeyring,
} from '../../core/keys/keyring.ts';
import type { Keys, Purpose } from '../../core/keys/keys.ts';
import type { Clock } from '../../core/ports.ts';

/** Maximum number of unknown `kid`s to remember. Bounds the memory that forged tokens can use. */
const MAX_UNKNOWN = 1_000;

/** The result of reading the secret once, and the keys derived from it. */
interface Reading {
  keyring: Keyring;
  /** Milliseconds since the epoch. */
  at: number;
  derived: Map<string, Uint8Array>;
  /** The `kid`s that this reading has been found not to contain. */
  unknown: Set<string>;
}

/** Provides the keys of the keyring secret, which is cached for `KEYRING.cache` seconds. */
export function keyringKeys({ read, clock }: { read: () => Promise<string>; clock: Clock }): Keys {
  const readings = new KeyringReadings(read, clock);

  return {
    async current(purpose) {
      const reading = await readings.fresh();
      const entry = findSigningEntry(reading.keyring, clock());
      if (!entry) {
        throw new AuthError('INTERNAL_ERROR', {
          cause: new Error('the keyring holds no active key'),
        });
      }
      return { kid: entry.kid, key: derive(reading, entry, purpose) };
    },

    async byId(kid, purpose) {
      if (!isKid(kid)) return undefined;
      const reading = await readings.covering(kid);
      const entry = findEntry(reading, kid);
      if (entry) return canVerify(entry, clock()) ? derive(reading, entry, purpose) : undefined;
      if (reading.unknown.size < MAX_UNKNOWN) reading.unknown.add(kid);
      return undefined;
    },
  };
}

/**
 * Reads the keyring secret when necessary. If a reading fails, the last one remains in use until it
 * is too old.
 */
class KeyringReadings {
  readonly #read: () => Promise<string>;
  readonly #clock: Clock;
  #last: Reading | undefined;
  /** The reading in progress, which concurrent callers share. */
  #pending: Promise<Reading> | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(read: () => Promise<string>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Returns a reading that is not older than the cache allows. */
  async fresh(): Promise<Reading> {
    const last = this.#last;
    return last && this.#clock() - last.at < KEYRING.cache * 1_000 ? last : this.#load();
  }

  /**
   * Returns a reading that tells whether a `kid` exists. Another function may have read the secret
   * later and may already use a newer key, so a cached reading without the `kid` is not enough.
   * @throws {SERVICE_UNAVAILABLE} if it is too early to read the secret again.
   */
  async covering(kid: string): Promise<Reading> {
    const before = this.#last;
    const reading = await this.fresh();
    const isConclusive =
      findEntry(reading, kid) !== undefined || reading !== before || reading.unknown.has(kid);
    if (isConclusive) return reading;

    const waitMs = this.#startedAt + KEYRING.reloadAfter * 1_000 - this.#clock();
    if (waitMs > 0 && !this.#pending) {
      throw new AuthError('SERVICE_UNAVAILABLE', {
        retryAfter: Math.ceil(waitMs / 1_000),
        cause: new Error('unknown kid'),
      });
    }
    return this.#load();
  }

  #load(): Promise<Reading> {
    this.#pending ??= this.#start().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #start(): Promise<Reading> {
    const at = this.#clock();
    this.#startedAt = at;
    const keyring = parseOrThrow(await this.#read());
    this.#last = { keyring, at, derived: new Map(), unknown: new Set() };
    return this.#last;
  }
}

function derive({ derived }: Reading, entry: KeyringEntry, purpose: Purpose): Uint8Array {
  const name = `${entry.kid} ${purpose}`;
  const key = derived.get(name) ?? deriveKey(entry, purpose);
  derived.set(name, key);
  return key;
}

const findEntry = ({ keyring }: Reading, kid: string): KeyringEntry | undefined =>
  keyring.keys.find((entry) => entry.kid === kid);

/** @throws {INTERNAL_ERROR} if the text is not a keyring. */
function parseOrThrow(text: string): Keyring {
  try {
    return parseKeyring(text);
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
}
