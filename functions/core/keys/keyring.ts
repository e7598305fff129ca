/**
 * The content of a keyring secret. Each entry has a `kid`, a key of 32 bytes and the time range in
 * which it signs. One more key never rotates.
 */

import { hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { KEYRING } from '../../../contract/limits.ts';
import type { PermanentPurpose, ServicePurpose, TokenPurpose } from './keys.ts';

const KID = /^[A-Za-z0-9_-]{1,64}$/;

/** 32 bytes, base64url. */
const keyText = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** What an entry has besides its key. */
export const entryFields = {
  kid: z.string().check(z.regex(KID)),
  /** Start of signing, ISO 8601. */
  active_from: z.iso.datetime(),
  /** End of signing, ISO 8601. Null while the entry has no successor. */
  retired_at: z.nullable(z.iso.datetime()),
};

/** A public key as a JWK (RFC 7518, section 6.2.1). It says which algorithm it is for. */
export const publicKeySchema = z.strictObject({
  alg: z.literal('ES256'),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: keyText,
  y: keyText,
});

const entrySchema = z.object({
  ...entryFields,
  /** Random bytes, or the private key of `public`. */
  key: keyText,
  /** Only in the keyring that signs session JWTs with ES256. */
  public: z.optional(publicKeySchema),
});
const keyringSchema = z.object({
  keys: z.array(entrySchema),
  /** The key that never rotates. */
  permanent: keyText,
});

export type KeyringEntry = z.output<typeof entrySchema>;
export type Keyring = z.output<typeof keyringSchema>;

/**
 * Parses the text of the keyring secret. The errors never contain that text. For the same reason
 * they have no cause: the JSON parser quotes its input.
 * @throws {TypeError} if the text is not a keyring.
 */
export function parseKeyring(text: string): Keyring {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError('the keyring secret is not JSON');
  }
  const parsed = z.safeParse(keyringSchema, value);
  if (!parsed.success) throw new TypeError('the keyring secret is malformed');
  return parsed.data;
}

/** Checks the form of a `kid`. The header of a JWT can contain any value there. */
export const isKid = (value: unknown): value is string =>
  typeof value === 'string' && KID.test(value);

/**
 * Returns the entry that signs at `now` (milliseconds): of the entries that are active and not
 * retired, the one that became active last. Returns undefined if there is none.
 */
export function findSigningEntry(
  { keys }: Pick<Keyring, 'keys'>,
  now: number,
): KeyringEntry | undefined {
  return keys
    .filter(({ active_from }) => Date.parse(active_from) <= now)
    .filter(({ retired_at }) => retired_at === null || now < Date.parse(retired_at))
    .toSorted((a, b) => Date.parse(b.active_from) - Date.parse(a.active_from))[0];
}

/** Checks whether an entry may still verify signatures at `now` (milliseconds). */
export const canVerify = ({ retired_at }: Pick<KeyringEntry, 'retired_at'>, now: number): boolean =>
  retired_at === null || now < Date.parse(retired_at) + KEYRING.keepRetired * 1_000;

/** Derives the 32-byte key for one purpose from an entry. */
export const deriveKey = ({ key }: KeyringEntry, purpose: TokenPurpose | ServicePurpose) =>
  derive(key, purpose);

/** Derives the 32-byte key for one purpose from the key that never rotates. */
export const derivePermanentKey = (
  { permanent }: Pick<Keyring, 'permanent'>,
  purpose: PermanentPurpose | 'kid',
) => derive(permanent, `permanent/${purpose}`);

/** HKDF-SHA-256 (RFC 5869). */
const derive = (key: string, purpose: string): Uint8Array =>
  new Uint8Array(
    hkdfSync(
      'sha256',
      Buffer.from(key, 'base64url'),
      '',
      `chordian-auth/${purpose}`,
      KEYRING.keyBytes,
    ),
  );
