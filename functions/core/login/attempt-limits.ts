/** The rules that decide about an attempt. All times are in seconds. */

import { ATTEMPTS } from '../../../contract/limits.ts';
import type { DeviceEntry } from '../devices/device-cookie.ts';
import type { NetworkCounts } from './attempt-store.ts';
import {
  countInARow,
  countOfDevice,
  lastForwardAt,
  type NameRow,
  type WrongPassword,
} from './name-row.ts';

/** Why an attempt must not be forwarded. */
export interface Refusal {
  reason: 'device' | 'pace' | 'pending' | 'strangers' | 'total';
  /** Undefined if waiting does not help. */
  retryAfter: number | undefined;
}

/** Checks whether an attempt repeats the last wrong password. */
export const isRepeat = (
  wrong: WrongPassword | undefined,
  fingerprint: string,
  now: number,
): boolean =>
  wrong !== undefined &&
  wrong.fingerprint === fingerprint &&
  now - wrong.at <= ATTEMPTS.repeatWindow;

/** Checks whether the entry of a device cookie makes its device known to the account. */
export const isKnownDevice = (
  { devices, devicesSince }: NameRow,
  { nonce, issuedAt }: DeviceEntry,
): boolean =>
  issuedAt >= devicesSince && (devices[nonce]?.sinceSuccess ?? 0) < ATTEMPTS.devices.sinceSuccess;

/** Checks whether the next attempt of a stranger from these networks needs a solved CAPTCHA. */
export function needsCaptcha({ accountAndNetwork = 0, network, wideNetwork = 0 }: NetworkCounts) {
  const { captchaAfter } = ATTEMPTS;
  return (
    accountAndNetwork >= captchaAfter.accountAndNetwork ||
    network >= captchaAfter.network ||
    wideNetwork >= captchaAfter.wideNetwork
  );
}

/**
 * Returns why the next attempt must not be forwarded, or undefined. `row` must be current. `device`
 * is the nonce of a known device, or undefined for a stranger.
 */
export const findRefusal = (
  row: NameRow,
  device: string | undefined,
  now: number,
): Refusal | undefined =>
  device === undefined ? findRefusalOfStranger(row, now) : findRefusalOfDevice(row, device, now);

function findRefusalOfStranger(row: NameRow, now: number): Refusal | undefined {
  const { inARow, inTotal } = ATTEMPTS.strangers;
  if (row.total >= inTotal) return { reason: 'total', retryAfter: undefined };
  const isFull = countInARow(row) >= inARow || row.total + row.pending.length >= inTotal;
  return isFull ? { reason: 'strangers', retryAfter: untilPlaceIsFree(row, now) } : undefined;
}

/** Returns the seconds until a pending attempt or all failures no longer count. */
function untilPlaceIsFree(row: NameRow, now: number): number {
  const ends = row.pending.map(({ until }) => until).toSorted((a, b) => a - b);
  const surplus = countInARow(row) - ATTEMPTS.strangers.inARow;
  const forgottenAt = lastForwardAt(row) + ATTEMPTS.lockout.longest + 1;
  return Math.max(1, Math.min(ends[Math.max(surplus, 0)] ?? forgottenAt, forgottenAt) - now);
}

function findRefusalOfDevice(row: NameRow, nonce: string, now: number): Refusal | undefined {
  const { failures = 0, sinceSuccess = 0, isRefused = false } = row.devices[nonce] ?? {};
  if (isRefused || isTooMany(row, { inARow: failures, sinceSuccess })) {
    // The refusal itself is an attempt, so the 15 minutes begin now.
    return { reason: 'device', retryAfter: ATTEMPTS.lockout.longest + 1 };
  }
  const own = countOfDevice(row, nonce);
  if (!isTooMany(row, { inARow: own, sinceSuccess: own })) {
    return sinceSuccess > 0 ? findPace(row, nonce, now) : undefined;
  }
  const ends = row.pending.filter(({ device }) => device === nonce).map(({ until }) => until);
  return { reason: 'pending', retryAfter: Math.max(1, Math.min(...ends) - now) };
}

/**
 * Checks whether a device with so many failures of its own must not be forwarded. Silence does not
 * make it a device without a failure: a device with an old password may try once in a while.
 */
function isTooMany(row: NameRow, own: { inARow: number; sinceSuccess: number }): boolean {
  const { inARow, onlyWithoutFailureFrom } = ATTEMPTS.devices;
  return (
    own.inARow >= inARow || (own.sinceSuccess > 0 && countInARow(row) >= onlyWithoutFailureFrom)
  );
}

/**
 * Devices that have failed since their last success take turns when the next failure may lock the
 * user out. The lockout of one failure then ends before the next, and a device without a failure
 * gets in between. A device does not wait for its own failures.
 */
function findPace(row: NameRow, nonce: string, now: number): Refusal | undefined {
  if (countInARow(row) < ATTEMPTS.strangers.inARow) return undefined;
  const failures = Object.entries(row.devices).flatMap(([other, { wrong }]) =>
    other !== nonce && wrong ? [wrong.at] : [],
  );
  const pending = row.pending.flatMap(({ device, at }) =>
    device === undefined || device === nonce ? [] : [at],
  );
  const wait = Math.max(0, ...failures, ...pending) + ATTEMPTS.devices.pace - now;
  return wait > 0 ? { reason: 'pace', retryAfter: wait } : undefined;
}

/**
 * Returns how long Cognito's lockout lasts by our own counters, at least 1 s. Cognito does not
 * report it. The rule is 1 s from the fifth failure on, then doubling.
 */
export function remainingLockout(row: NameRow, now: number): number {
  const { failures, longest } = ATTEMPTS.lockout;
  const beyond = Math.max(row.failures - failures, 0);
  // Times are whole seconds. One extra second keeps the wait from ending before the lockout.
  return Math.max(1, row.lastAt + Math.min(2 ** beyond, longest) + 1 - now);
}
