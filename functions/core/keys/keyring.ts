/**
 * The content of a keyring secret. Each entry has a `kid`, 32 random bytes and the time range in
 * which it signs. One more key never rotates.
 */

import { hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { KEYRING } from '../../../contract/limits.ts';
import type { PermanentPurpose, ServicePurpose, TokenPurpose } from './keys.ts';

const KID = /^[A-Za-z0-9_-]{1,64}$/;

/** 32 bytes, base64url. */
const keyText = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

const entrySchema = z.object({
  kid: z.string().check(z.regex(KID)),
  key: keyText,
  /** Start of signing, ISO 8601. */
  active_from: z.iso.datetime(),
  /** End of signing, ISO 8601. Null while the entry has no successor. */
  retired_at: z.nullable(z.iso.datetime()),
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
export const canVerify = ({ retired_at }: KeyringEntry, now: number): boolean =>
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
