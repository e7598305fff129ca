/**
 * Derives the rows of an attempt. The store receives keyed fingerprints, never usernames, addresses
 * or passwords.
 */

import { ATTEMPTS } from '../../../contract/limits.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { computeMac } from '../keys/mac.ts';
import { fingerprintNetwork, networksOf } from '../network.ts';
import type { Counter, NetworkCounters } from './attempt-store.ts';
import { toCanonicalName } from './name.ts';

/** The client's input to one sign-in attempt. */
export interface Guess {
  username: string;
  password: string;
  captcha?: string | undefined;
  address: string;
  deviceCookies: readonly string[];
}

/** A typed name, whether or not an account has it. */
export interface NamedAccount {
  /** Fingerprint of the name. */
  account: string;
  /** What a CAPTCHA is bound to: another fingerprint of the name. */
  captchaAccount: string;
  /** The row of the name. */
  nameId: string;
}

/** The rows of an attempt. */
export interface Subject extends NamedAccount {
  counters: NetworkCounters & { accountAndNetwork: Counter };
  /** Computes the fingerprint of the password for a device, or for the network of a stranger. */
  fingerprintPassword(device: string | undefined): string;
}

/** Computes keyed fingerprints, base64url. `key` is the permanent key for counters. */
export const fingerprinter =
  (key: Uint8Array) =>
  (...parts: string[]): string =>
    computeMac(key, JSON.stringify(parts));

/** Returns the ID of the row of a name from its fingerprint. */
export const nameIdOf = (account: string): string => `name.${account}`;

export function identifyAccount(key: Uint8Array, username: string): NamedAccount {
  const fingerprint = fingerprinter(key);
  const name = toCanonicalName(username);
  const account = fingerprint('account', name);
  return { account, captchaAccount: fingerprint('captcha', name), nameId: nameIdOf(account) };
}

/** `now` is in seconds. */
export async function identifySubject(
  { username, password, address }: Pick<Guess, 'username' | 'password' | 'address'>,
  keys: Pick<ServiceKeys, 'permanent'>,
  now: number,
): Promise<Subject> {
  const [key, networkKey] = await readCounterKeys(keys);
  const fingerprint = fingerprinter(key);
  const named = identifyAccount(key, username);
  const { account } = named;
  const network = fingerprintNetwork(networkKey, networksOf(address).narrow);
  return {
    ...named,
    counters: await countersOf(account, address, keys, now),
    fingerprintPassword: (device) => fingerprint('password', account, device ?? network, password),
  };
}

/** Returns the counters of the networks of an address, for one account. `now` is in seconds. */
export async function countersOf(
  account: string,
  address: string,
  keys: Pick<ServiceKeys, 'permanent'>,
  now: number,
): Promise<Subject['counters']> {
  const [key, networkKey] = await readCounterKeys(keys);
  const { narrow, wide } = networksOf(address);
  const network = fingerprintNetwork(networkKey, narrow);
  return {
    accountAndNetwork: currentCounter(fingerprinter(key)('account+network', account, network), now),
    network: currentCounter(network, now),
    wideNetwork:
      wide === undefined ? undefined : currentCounter(fingerprintNetwork(networkKey, wide), now),
  };
}

/** Returns the key for the names of counters, and the one for networks. */
export const readCounterKeys = (keys: Pick<ServiceKeys, 'permanent'>) =>
  Promise.all([keys.permanent('counters'), keys.permanent('network')]);

/** Lists the counters of an attempt, with the number of attempts that need no CAPTCHA. */
export const listCounters = (counters: Partial<NetworkCounters>): (Counter & { limit: number })[] =>
  (Object.entries(ATTEMPTS.captchaAfter) as [keyof NetworkCounters, number][]).flatMap(
    ([name, limit]) => {
      const counter = counters[name];
      return counter ? [{ ...counter, limit }] : [];
    },
  );

/**
 * Returns the counter of the window that contains `now`. Windows are shifted by the id, so that the
 * windows of different counters do not all start at the same time.
 */
export function currentCounter(id: string, now: number, window: number = ATTEMPTS.window): Counter {
  const phase = Buffer.from(id, 'base64url').readUInt32BE() % window;
  const index = Math.floor((now + phase) / window);
  return { id: `${id}.${index}`, windowEnds: (index + 1) * window - phase };
}
