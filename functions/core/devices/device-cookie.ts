/**
 * The device cookie: it proves that a browser has signed in to an account before (OWASP: "Slow Down
 * Online Guessing Attacks with Device Cookies"). One cookie holds an entry for each of up to three
 * accounts: `1.kid.issued_at.account.nonce.mac`. The MAC is HMAC-SHA-256 over everything before it.
 */

import { randomBytes } from 'node:crypto';
import { DEVICE } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { computeMac, isGenuineMac } from '../keys/mac.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { ReplyCookie } from '../use-case.ts';

/** The proof that a device has signed in to one account. */
export interface DeviceEntry {
  /** Keyed fingerprint of the name that was typed, base64url. */
  account: string;
  /** Identifies the device within the account. */
  nonce: string;
  /** Seconds since the epoch. */
  issuedAt: number;
}

export interface DeviceCookies {
  /**
   * Returns the entries of all device cookies of a request, at most one for each account: the one
   * issued last. Forged, expired and malformed entries are ignored.
   * @throws {INTERNAL_ERROR} if the keys cannot be read.
   */
  read(cookies: readonly string[]): Promise<DeviceEntry[]>;
  /**
   * Returns the cookie that holds these entries. If there are too many, it keeps those issued last.
   * @throws {INTERNAL_ERROR} if the keys cannot be read.
   */
  write(entries: readonly DeviceEntry[]): Promise<ReplyCookie>;
}

/** The keys that sign device cookies. */
export type DeviceKeys = Pick<ServiceKeys, 'current' | 'byId'>;

const VERSION = '1';
const SEPARATOR = '~';
const KID = '([A-Za-z0-9_-]{1,64})';
const ISSUED_AT = '([1-9][0-9]{0,14})';
const ACCOUNT = '([A-Za-z0-9_-]{43})';
const NONCE = '([A-Za-z0-9_-]{22})';
const MAC = '([A-Za-z0-9_-]{43})';
const FORMAT = new RegExp(`^${[VERSION, KID, ISSUED_AT, ACCOUNT, NONCE, MAC].join('\\.')}$`);

/** Creates the entry of a device that has just proved itself for the first time. */
export const createDeviceEntry = (account: string, issuedAt: number): DeviceEntry => ({
  account,
  nonce: randomBytes(16).toString('base64url'),
  issuedAt,
});

/** Adds an entry, which replaces the one of the same account. */
export const withDeviceEntry = (
  entries: readonly DeviceEntry[],
  entry: DeviceEntry,
): [DeviceEntry, ...DeviceEntry[]] => [
  entry,
  ...entries.filter(({ account }) => account !== entry.account),
];

export const deviceCookies = ({
  keys,
  clock,
}: {
  keys: DeviceKeys;
  clock: Clock;
}): DeviceCookies => ({
  async read(cookies) {
    const texts = cookies.flatMap((cookie) => cookie.split(SEPARATOR));
    const now = inSeconds(clock());
    const entries = await Promise.all([...new Set(texts)].map((text) => readEntry(keys, text)));
    const valid = entries.filter(
      (entry) => entry !== undefined && now < entry.issuedAt + DEVICE.lifetime,
    );
    return keepNewest(valid as DeviceEntry[]);
  },

  async write(entries) {
    const { kid, key } = await keys.current('device');
    const kept = keepNewest(entries);
    const expiresAt = Math.max(...kept.map(({ issuedAt }) => issuedAt)) + DEVICE.lifetime;
    return {
      kind: 'device',
      value: kept.map((entry) => signEntry(entry, kid, key)).join(SEPARATOR),
      maxAge: expiresAt - inSeconds(clock()),
    };
  },
});

/** Keeps the newest entry of each account, and the newest accounts of all. */
function keepNewest(entries: readonly DeviceEntry[]): DeviceEntry[] {
  const newestFirst = entries.toSorted((a, b) => b.issuedAt - a.issuedAt);
  const byAccount = Map.groupBy(newestFirst, ({ account }) => account);
  return [...byAccount.values()].flatMap(([newest]) => newest ?? []).slice(0, DEVICE.accounts);
}

function signEntry({ account, nonce, issuedAt }: DeviceEntry, kid: string, key: Uint8Array) {
  const signed = [VERSION, kid, issuedAt, account, nonce].join('.');
  return `${signed}.${computeMac(key, signed)}`;
}

async function readEntry(keys: DeviceKeys, text: string): Promise<DeviceEntry | undefined> {
  const parts = FORMAT.exec(text);
  if (!parts) return undefined;
  const [, kid = '', issuedAt = '', account = '', nonce = '', presented = ''] = parts;
  const key = await findKey(keys, kid);
  if (!key) return undefined;
  if (!isGenuineMac(key, text.slice(0, text.lastIndexOf('.')), presented)) return undefined;
  return { account, nonce, issuedAt: Number(issuedAt) };
}

/** Returns undefined for a key that cannot be looked up now. Its device counts as unknown. */
async function findKey(keys: DeviceKeys, kid: string): Promise<Uint8Array | undefined> {
  try {
    return await keys.byId(kid, 'device');
  } catch (error) {
    if (error instanceof AuthError && error.code === 'SERVICE_UNAVAILABLE') return undefined;
    throw error;
  }
}
