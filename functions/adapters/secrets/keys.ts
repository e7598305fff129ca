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
import { findCreationTime } from '../../core/keys/kid.ts';
import type { Clock } from '../../core/ports.ts';
import type { Reading, SecretCache } from './secret-cache.ts';

/** A keyring, and the keys derived from it. */
export interface LoadedKeyring {
  keyring: Keyring;
  derived: Map<string, Uint8Array>;
}

/**
 * Loads the text of a keyring secret.
 * @throws {INTERNAL_ERROR} if the text is not a keyring.
 */
export function loadKeyring(text: string): LoadedKeyring {
  try {
    return { keyring: parseKeyring(text), derived: new Map() };
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
    let reading = await secret.fresh();
    // Another function may have read the secret later and may already use a newer key.
    if (mayLack(reading, kid)) reading = await secret.reload();
    if (mayLack(reading, kid)) {
      throw new AuthError('SERVICE_UNAVAILABLE', {
        retryAfter: Math.max(1, Math.ceil(secret.waitMs / 1_000)),
        cause: new Error('the key is newer than the last reading of its secret'),
      });
    }
    const entry = findEntry(reading.value, kid);
    return entry && canVerify(entry, clock()) ? derive(reading.value, entry, purpose) : undefined;
  },
});

/** Whether this service made the `kid` too late for the reading to contain it. */
function mayLack({ value, at }: Reading<LoadedKeyring>, kid: string): boolean {
  if (findEntry(value, kid)) return false;
  const madeAt = findCreationTime(derivePermanent(value, 'kid'), kid);
  return madeAt !== undefined && at < madeAt + KEYRING.activateAfter * 1_000;
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

function derivePermanent(
  { keyring, derived }: LoadedKeyring,
  purpose: PermanentPurpose | 'kid',
): Uint8Array {
  const name = `permanent ${purpose}`;
  const key = derived.get(name) ?? derivePermanentKey(keyring, purpose);
  derived.set(name, key);
  return key;
}

const findEntry = ({ keyring }: LoadedKeyring, kid: string): KeyringEntry | undefined =>
  keyring.keys.find((entry) => entry.kid === kid);
