/**
 * Derives the counters of an attempt. The store receives keyed fingerprints, never usernames,
 * addresses or passwords.
 */

import { createHmac } from 'node:crypto';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { hmacKeyOf } from '../keys/imported-keys.ts';
import { networksOf } from '../network.ts';
import type { Counter, CountRequest } from './attempt-store.ts';
import type { CaptchaCheck } from './captcha.ts';

/** The client's input to one sign-in attempt. */
export interface Guess {
  username: string;
  password: string;
  captcha?: string | undefined;
  address: string;
}

/** Returns the fingerprint of the account, and what to count. `now` is in seconds. */
export function createCountRequest(
  { username, password, address }: Guess,
  { key, check, now }: { key: Uint8Array; check: CaptchaCheck | undefined; now: number },
): { account: string; request: CountRequest } {
  const fingerprint = (...parts: string[]) =>
    createHmac('sha256', hmacKeyOf(key)).update(JSON.stringify(parts)).digest('base64url');
  const account = fingerprint('account', canonicalName(username));
  const network = networksOf(address).narrow;
  const ip = fingerprint('ip', network);
  const request = {
    accountAndIp: currentCounter(fingerprint('account+ip', account, network), account, now),
    account: currentCounter(account, account, now),
    ip: currentCounter(ip, ip, now),
    password: {
      fingerprint: fingerprint('password', account, network, password),
      repeatSince: now - ATTEMPTS.repeatWindow,
    },
    failuresId: `failures.${account}`,
    captcha: check?.solved ? { id: `captcha.${check.id}`, expiresAt: check.expiresAt } : undefined,
  };
  return { account, request };
}

/**
 * Returns the same text for all spellings of a username that Cognito could treat as equal, so that
 * no spelling has a counter of its own.
 */
const canonicalName = (username: string): string =>
  foldCase(username.normalize('NFKC')).normalize('NFKC').trim();

/**
 * Converts to lower, upper and lower case again. Several lower-case letters share an upper-case one
 * (σ and ς, i and ı), and ẞ becomes ss only by way of ß.
 */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * Returns the counter of the window that contains `now`. Windows are shifted by `phaseSource`, so
 * that the windows of different accounts do not all start at the same time. Counters with the same
 * source end together, so that one wait is enough for all of them.
 */
function currentCounter(id: string, phaseSource: string, now: number): Counter {
  const phase = Buffer.from(phaseSource, 'base64url').readUInt32BE() % ATTEMPTS.window;
  const index = Math.floor((now + phase) / ATTEMPTS.window);
  return { id: `${id}.${index}`, windowEnds: (index + 1) * ATTEMPTS.window - phase };
}
