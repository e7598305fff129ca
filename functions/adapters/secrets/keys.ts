import { KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import {
  canVerify,
  deriveKey,
  derivePermanentKey,
  findSigningEntry,
  isKid,
  type Keyring,
  type KeyringEntry,
  parseKeyring,
} from '../../core/keys/keyring.ts';
import type {
  PermanentPurpose,
  ServiceKeys,
  ServicePurpose,
  TokenKeys,
  TokenPurpose,
} from '../../core/keys/keys.ts';
import type { Clock } from '../../core/ports.ts';
import type { Reading, SecretCache } from './secret-cache.ts';

/** Maximum number of unknown `kid`s to remember. Bounds the memory that forged tokens can use. */
const MAX_UNKNOWN = 1_000;

/** A keyring, and the keys derived from it. */
export interface LoadedKeyring {
  keyring: Keyring;
  derived: Map<string, Uint8Array>;
  /** The `kid`s that this reading has been found not to contain. */
  unknown: Set<string>;
}

/**
 * Loads the text of a keyring secret.
 * @throws {INTERNAL_ERROR} if the text is not a keyring.
 */
export function loadKeyring(text: string): LoadedKeyring {
  try {
    return { keyring: parseKeyring(text), derived: new Map(), unknown: new Set() };
  } catch (cause) {
    throw new AuthError('INTERNAL_ERROR', { cause });
  }
}

interface KeyringSource {
  secret: SecretCache<LoadedKeyring>;
  clock: Clock;
}

/** Provides the keys of the secret `tokens`. */
export const tokenKeys = (source: KeyringSource): TokenKeys => rotatingKeys<TokenPurpose>(source);

/** Provides the keys of the secret `service`. */
export const serviceKeys = (source: KeyringSource): ServiceKeys => ({
  ...rotatingKeys<ServicePurpose>(source),
  async permanent(purpose) {
    const { value } = await source.secret.fresh();
    return derivePermanent(value, purpose);
  },
});

const rotatingKeys = <Purpose extends TokenPurpose | ServicePurpose>({
  secret,
  clock,
}: KeyringSource) => ({
  async current(purpose: Purpose): Promise<{ kid: string; key: Uint8Array }> {
    const { value } = await secret.fresh();
    const entry = findSigningEntry(value.keyring, clock());
    if (!entry) {
      throw new AuthError('INTERNAL_ERROR', {
        cause: new Error('the keyring holds no active key'),
      });
    }
    return { kid: entry.kid, key: derive(value, entry, purpose) };
  },

  async byId(kid: string, purpose: Purpose): Promise<Uint8Array | undefined> {
    if (!isKid(kid)) return undefined;
    const { value } = await readingFor(secret, kid);
    const entry = findEntry(value, kid);
    if (entry) return canVerify(entry, clock()) ? derive(value, entry, purpose) : undefined;
    if (value.unknown.size < MAX_UNKNOWN) value.unknown.add(kid);
    return undefined;
  },
});

/**
 * Returns a reading that tells whether a `kid` exists. Another function may have read the secret
 * later and may already use a newer key, so a cached reading without the `kid` is not enough.
 * @throws {SERVICE_UNAVAILABLE} if it is too early to read the secret again.
 */
async function readingFor(
  secret: SecretCache<LoadedKeyring>,
  kid: string,
): Promise<Reading<LoadedKeyring>> {
  const before = secret.last;
  const reading = await secret.fresh();
  const isConclusive =
    findEntry(reading.value, kid) !== undefined ||
    reading !== before ||
    reading.value.unknown.has(kid);
  if (isConclusive) return reading;

  const waitMs = KEYRING.reloadAfter * 1_000 - secret.sinceStart;
  if (waitMs > 0 && !secret.isLoading) {
    throw new AuthError('SERVICE_UNAVAILABLE', {
      retryAfter: Math.ceil(waitMs / 1_000),
      cause: new Error('unknown kid'),
    });
  }
  return secret.load();
}

function derive(
  { derived }: LoadedKeyring,
  entry: KeyringEntry,
  purpose: TokenPurpose | ServicePurpose,
): Uint8Array {
  const name = `${entry.kid} ${purpose}`;
  const key = derived.get(name) ?? deriveKey(entry, purpose);
  derived.set(name, key);
  return key;
}

function derivePermanent({ keyring, derived }: LoadedKeyring, purpose: PermanentPurpose) {
  const name = `permanent ${purpose}`;
  const key = derived.get(name) ?? derivePermanentKey(keyring, purpose);
  derived.set(name, key);
  return key;
}

const findEntry = ({ keyring }: LoadedKeyring, kid: string): KeyringEntry | undefined =>
  keyring.keys.find((entry) => entry.kid === kid);
