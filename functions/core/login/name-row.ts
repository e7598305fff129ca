/**
 * The row of one typed name, whether or not an account has it. It mirrors what Cognito counts: the
 * attempts that were forwarded, whoever made them. Every function returns a new row. All times are
 * in seconds since the epoch.
 */

import { ATTEMPTS, DEVICE } from '../../../contract/limits.ts';

export interface NameRow {
  /** Failures in a row. They are forgotten after 15 minutes without a forwarded attempt. */
  failures: number;
  /** Failures since the last success. Time does not reset them. */
  total: number;
  /** Time of the last failure. */
  lastAt: number;
  /** When Cognito last refused an attempt because of its lockout. */
  lockedAt: number;
  /** Attempts that were forwarded and have no outcome yet. They count as failures. */
  pending: readonly Pending[];
  /** The known devices that have failed, by nonce. */
  devices: Readonly<Record<string, DeviceRecord>>;
  /** Device cookies that were issued before are void. */
  devicesSince: number;
}

interface Pending {
  id: string;
  at: number;
  /** The attempt counts until then. */
  until: number;
  /** Nonce of the known device that made the attempt. */
  device?: string | undefined;
}

interface DeviceRecord {
  /** Failures in a row. They are forgotten after 15 minutes without an attempt of the device. */
  failures: number;
  /** Failures since the last success of the device. */
  sinceSuccess: number;
  /** Time of the last attempt, forwarded or not. */
  lastAt: number;
  /** Whether the device is refused until 15 minutes without an attempt have passed. */
  isRefused: boolean;
  /** The last wrong password. */
  wrong?: WrongPassword | undefined;
}

export interface WrongPassword {
  fingerprint: string;
  at: number;
}

/** Names one attempt. `device` is the nonce of a known device, or undefined for a stranger. */
export interface AttemptId {
  id: string;
  device: string | undefined;
}

const NEW_ROW: NameRow = {
  failures: 0,
  total: 0,
  lastAt: 0,
  lockedAt: 0,
  pending: [],
  devices: {},
  devicesSince: 0,
};
const NEW_RECORD: DeviceRecord = { failures: 0, sinceSuccess: 0, lastAt: 0, isRefused: false };

/** Whether so much time has passed that Cognito, too, has forgotten the failures. */
const isForgotten = (lastAt: number, now: number): boolean =>
  now - lastAt > ATTEMPTS.lockout.longest;

/** Returns a row as it stands now: what has run out no longer counts. */
export function toCurrentRow(row: NameRow = NEW_ROW, now: number): NameRow {
  const [pending, lapsed] = [
    row.pending.filter(({ until }) => until > now),
    row.pending.filter(({ until }) => until <= now),
  ];
  const current = { ...row, pending, lastAt: Math.max(row.lastAt, ...lapsed.map(({ at }) => at)) };
  return {
    ...current,
    failures: isForgotten(lastForwardAt(current), now) ? 0 : row.failures,
    devices: toCurrentDevices(row.devices, now),
  };
}

function toCurrentDevices(devices: NameRow['devices'], now: number): NameRow['devices'] {
  const records = Object.entries(devices)
    .filter(([, { lastAt }]) => lastAt + DEVICE.lifetime > now)
    .map(([nonce, record]): [string, DeviceRecord] =>
      isForgotten(record.lastAt, now)
        ? [nonce, { ...record, failures: 0, isRefused: false }]
        : [nonce, record],
    )
    .filter(([, { sinceSuccess, isRefused }]) => sinceSuccess > 0 || isRefused);
  // Only somebody who has signed in on more devices than that can have more records.
  const newestFirst = records.toSorted(([, a], [, b]) => b.lastAt - a.lastAt);
  return Object.fromEntries(newestFirst.slice(0, ATTEMPTS.devices.stored));
}

/** Returns the time of the last forwarded attempt. */
export const lastForwardAt = ({ lastAt, lockedAt, pending }: NameRow): number =>
  Math.max(lastAt, lockedAt, ...pending.map(({ at }) => at));

/** Counts the failures in a row, and the attempts that may become failures. */
export const countInARow = ({ failures, pending }: NameRow): number => failures + pending.length;

/** Counts the same for one device. */
export const countOfDevice = ({ devices, pending }: NameRow, nonce: string): number =>
  (devices[nonce]?.failures ?? 0) + pending.filter(({ device }) => device === nonce).length;

/** Counts an attempt before Cognito is asked. */
export function reserve(row: NameRow, { id, device }: AttemptId, now: number): NameRow {
  const entry = { id, at: now, until: now + ATTEMPTS.unclearCounts, device };
  const reserved = { ...row, pending: [...row.pending, entry] };
  const record = device === undefined ? undefined : row.devices[device];
  return device === undefined || record === undefined
    ? reserved
    : withRecord(reserved, device, { ...record, lastAt: now });
}

/** Undoes a reservation: Cognito has not processed the attempt, or the password was right. */
export const release = (row: NameRow, { id }: AttemptId): NameRow => ({
  ...row,
  pending: row.pending.filter((entry) => entry.id !== id),
});

/**
 * Undoes a reservation that met Cognito's lockout. It is no failure, but it keeps Cognito from
 * forgetting the failures, so this row must not forget them earlier.
 */
export const releaseLocked = (row: NameRow, attempt: AttemptId, now: number): NameRow => ({
  ...release(row, attempt),
  lockedAt: Math.max(row.lockedAt, now),
});

/** Notes that an attempt has no verdict. It counts for a while, as Cognito may have counted it. */
export const hold = (row: NameRow, { id }: AttemptId, now: number): NameRow => ({
  ...row,
  pending: row.pending.map((entry) =>
    entry.id === id ? { ...entry, until: now + ATTEMPTS.unclearCounts } : entry,
  ),
});

/** Turns a reservation into a failure. */
export function fail(
  row: NameRow,
  attempt: AttemptId & { fingerprint: string },
  now: number,
): NameRow {
  const { device, fingerprint } = attempt;
  const failed = {
    ...release(row, attempt),
    failures: row.failures + 1,
    total: row.total + 1,
    lastAt: Math.max(row.lastAt, now),
  };
  if (device === undefined) return failed;
  const record = row.devices[device] ?? NEW_RECORD;
  return withRecord(failed, device, {
    ...record,
    failures: record.failures + 1,
    sinceSuccess: record.sinceSuccess + 1,
    lastAt: now,
    wrong: { fingerprint, at: now },
  });
}

/** Forgets all failures, except for the attempts that are still in flight. */
export function succeed(row: NameRow, attempt: AttemptId): NameRow {
  const { [attempt.device ?? '']: _, ...devices } = row.devices;
  return { ...release(row, attempt), failures: 0, total: 0, devices };
}

/** Refuses a device until 15 minutes without an attempt have passed. */
export const refuseDevice = (row: NameRow, nonce: string, now: number): NameRow =>
  withRecord(row, nonce, { ...(row.devices[nonce] ?? NEW_RECORD), lastAt: now, isRefused: true });

/**
 * Checks whether a row notes already that a device is refused in this second. A refusal that is
 * noted must not be written again: many at once would keep all others from changing the row.
 */
export const isRefusalNoted = ({ devices }: NameRow, nonce: string, now: number): boolean =>
  devices[nonce]?.isRefused === true && devices[nonce].lastAt >= now;

/** Voids the device cookies that were issued before `now`. */
export const voidDevices = (row: NameRow, now: number): NameRow => ({
  ...row,
  devices: {},
  devicesSince: now,
});

/** Forgets all failures, those of devices as well, except for the attempts that are in flight. */
export const forgetFailures = (row: NameRow): NameRow => ({
  ...row,
  failures: 0,
  total: 0,
  devices: {},
});

/**
 * Begins anew for the owner of the mailbox: forgets all failures, except for the attempts that are
 * still in flight, and voids the device cookies that were issued before `since`.
 */
export const startAnew = (row: NameRow, since: number): NameRow =>
  voidDevices(forgetFailures(row), since);

/** Returns when a row may be deleted, or undefined if it must be kept. */
export function expiryOf(row: NameRow): number | undefined {
  if (row.total > 0) return undefined;
  const lastUses = Object.values(row.devices).map(({ lastAt }) => lastAt);
  return Math.max(
    lastForwardAt(row) + ATTEMPTS.lockout.longest,
    ...[row.devicesSince, ...lastUses].map((time) => (time === 0 ? 0 : time + DEVICE.lifetime)),
  );
}

/** Checks whether a row says nothing, so that it need not be stored. */
export const isEmpty = ({ failures, total, pending, devices, devicesSince }: NameRow): boolean =>
  failures + total + pending.length + Object.keys(devices).length + devicesSince === 0;

const withRecord = (row: NameRow, nonce: string, record: DeviceRecord): NameRow => ({
  ...row,
  devices: { ...row.devices, [nonce]: record },
});
