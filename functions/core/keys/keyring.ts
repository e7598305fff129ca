/**
 * The keyring secret: entries with a `kid`, 32 random bytes and the instants between which they
 * sign.
 */

import { hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { KEYRING } from '../../../contract/limits.ts';

const KID = /^[A-Za-z0-9_-]{1,64}$/;

const entrySchema = z.object({
  kid: z.string().check(z.regex(KID)),
  /** 32 bytes, base64url. */
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** Signs from then on, ISO 8601. */
  active_from: z.iso.datetime(),
  /** Stopped signing then; null while nothing succeeds it. */
  retired_at: z.nullable(z.iso.datetime()),
});
const keyringSchema = z.object({ keys: z.array(entrySchema) });

export type KeyringEntry = z.output<typeof entrySchema>;
export type Keyring = z.output<typeof keyringSchema>;

/**
 * What a key is used for; each use has a key of its own, so that no output of one can serve as
 * another.
 */
export type Purpose = 'session-jwt' | 'refresh-token' | 'upstream-token' | 'attempts' | 'captcha';

/**
 * Reads the keyring secret.
 * @throws {TypeError} when it is not a keyring. The text is never part of the error, nor is the
 * parser's own error, which quotes it.
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

/** Whether a keyring could hold it. A token's header may hold anything. */
export const isKid = (value: unknown): value is string =>
  typeof value === 'string' && KID.test(value);

/**
 * The entry that signs at an instant (ms): the one that became active last. Undefined when no key
 * is active.
 */
export function signingEntry({ keys }: Keyring, now: number): KeyringEntry | undefined {
  return keys
    .filter(({ active_from }) => Date.parse(active_from) <= now)
    .toSorted((a, b) => Date.parse(b.active_from) - Date.parse(a.active_from))[0];
}

/** Whether an entry still verifies at an instant (ms). */
export const verifies = ({ retired_at }: KeyringEntry, now: number): boolean =>
  retired_at === null || now < Date.parse(retired_at) + KEYRING.keepRetired * 1_000;

/** 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869) from the entry's key. */
export const deriveKey = ({ key }: KeyringEntry, purpose: Purpose): Uint8Array =>
  new Uint8Array(
    hkdfSync(
      'sha256',
      Buffer.from(key, 'base64url'),
      '',
      `chordian-auth/${purpose}`,
      KEYRING.keyBytes,
    ),
  );
