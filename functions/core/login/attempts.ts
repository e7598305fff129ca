/**
 * Limits sign-in attempts. Each attempt is counted before the upstream is asked, so that a burst of
 * parallel guesses cannot exceed the limits.
 */

import { randomUUID } from 'node:crypto';
import {
  createDeviceEntry,
  type DeviceCookies,
  type DeviceEntry,
  withDeviceEntry,
} from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import {
  findRefusal,
  isKnownDevice,
  isRepeat,
  needsCaptcha,
  type Refusal,
} from './attempt-limits.ts';
import type { AttemptStore, Snapshot, StoredName } from './attempt-store.ts';
import { type Captchas, demandCaptcha, requireSolution } from './captcha.ts';
import { type Guess, identifySubject, listCounters, type Subject } from './guess.ts';
import { isRefusalNoted, refuseDevice, release, reserve, toCurrentRow } from './name-row.ts';
import { type CountedAttempt, settleFailure, settleSuccess } from './settle-attempt.ts';

export interface Attempts {
  /**
   * Counts an attempt and decides about it.
   * @throws {CAPTCHA_REQUIRED} if the attempt needs a CAPTCHA solution.
   * @throws {TOO_MANY_REQUESTS} if the limits of the account are reached.
   * @throws {INVALID_CREDENTIALS} if the attempt repeats the last wrong password.
   */
  begin(guess: Guess): Promise<Attempt>;
}

/** A counted attempt. The caller must report its outcome. Reporting never rejects. */
export interface Attempt {
  /** What the device cookie holds after a success. The entry of this account is the first. */
  devices: readonly [DeviceEntry, ...DeviceEntry[]];
  /**
   * Returns false if the proof was overtaken: since the attempt began, the password was reset or
   * changed, or the account deleted. A session must not begin then.
   */
  succeeded(): Promise<boolean>;
  /** Returns the error for the client. */
  failed(error: unknown): Promise<unknown>;
}

export interface AttemptsPorts {
  store: AttemptStore;
  captchas: Captchas;
  devices: DeviceCookies;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** An attempt before it is counted. */
interface Candidate {
  guess: Guess;
  subject: Subject;
  /** All valid entries of the device cookie. */
  entries: readonly DeviceEntry[];
  /** Seconds since the epoch. */
  now: number;
}

/** How often an attempt starts again because others were counted at the same time. */
const ROUNDS = 3;

export const attempts = (ports: AttemptsPorts): Attempts => ({
  async begin(guess) {
    const now = inSeconds(ports.clock());
    const [subject, entries] = await Promise.all([
      identifySubject(guess, ports.keys, now),
      ports.devices.read(guess.deviceCookies),
    ]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const attempt = await tryToBegin(ports, { guess, subject, entries, now });
      if (attempt) return attempt;
    }
    throw new AuthError('TOO_MANY_REQUESTS', { cause: new Error('too many attempts at once') });
  },
});

/** Returns undefined if other attempts have reached a limit since the counters were read. */
async function tryToBegin(
  ports: AttemptsPorts,
  candidate: Candidate,
): Promise<Attempt | undefined> {
  const { subject, entries, now } = candidate;
  const seen = await ports.store.read(subject.nameId, subject.counters);
  const row = toCurrentRow(seen.name.row, now);
  const entry = entries.find(({ account }) => account === subject.account);
  const device = entry && isKnownDevice(row, entry) ? entry : undefined;

  const wrong = device ? row.devices[device.nonce]?.wrong : seen.wrong;
  if (isRepeat(wrong, subject.fingerprintPassword(device?.nonce), now)) {
    throw new AuthError('INVALID_CREDENTIALS', {
      cause: new Error('the same wrong password again'),
    });
  }
  const counted = device
    ? await countDevice(ports, candidate, seen, device.nonce)
    : await countStranger(ports, candidate, seen);
  if (!counted) return undefined;

  // Others were voided up to the end of a second. The device that signs in after that is known.
  const issuedAt = Math.max(now, row.devicesSince);
  const granted = device ? { ...device, issuedAt } : createDeviceEntry(subject.account, issuedAt);
  return {
    devices: withDeviceEntry(entries, granted),
    succeeded: () => settleSuccess(ports, counted),
    failed: (error) => settleFailure(ports, counted, error),
  };
}

/** Counts an attempt of a known device. It needs no CAPTCHA, and no network is counted. */
async function countDevice(
  ports: AttemptsPorts,
  { subject, now }: Candidate,
  seen: Snapshot,
  device: string,
): Promise<CountedAttempt> {
  const attempt = { id: randomUUID(), device };
  const { name, refusal } = await reserveName(ports, { subject, now, seen: seen.name, attempt });
  if (refusal) throw refuse(ports, subject, refusal);
  return { ...attempt, subject, name, captcha: undefined };
}

/**
 * Counts an attempt of a stranger. A full row is refused before a CAPTCHA is demanded, because the
 * solution could not help.
 */
async function countStranger(
  ports: AttemptsPorts,
  candidate: Candidate,
  seen: Snapshot,
): Promise<CountedAttempt | undefined> {
  const { guess, subject, now } = candidate;
  const full = findRefusal(toCurrentRow(seen.name.row, now), undefined, now);
  if (full) throw refuse(ports, subject, full);
  const captcha = needsCaptcha(seen.counts)
    ? await requireSolution(ports, guess.captcha, subject)
    : undefined;

  const attempt = { id: randomUUID(), device: undefined };
  const counters = listCounters(subject.counters);
  const places = counters.map(({ limit, ...counter }) => ({
    ...counter,
    below: captcha ? undefined : limit,
  }));
  const [taken, reserved] = await Promise.allSettled([
    ports.store.take(places, captcha),
    reserveName(ports, { subject, now, seen: seen.name, attempt }),
  ]);

  const isTaken = taken.status === 'fulfilled' && taken.value === 'taken';
  const isReserved = reserved.status === 'fulfilled' && reserved.value.refusal === undefined;
  if (isTaken && isReserved) return { ...attempt, subject, name: reserved.value.name, captcha };
  await Promise.all([
    isTaken && ports.store.giveBack(counters, captcha),
    isReserved &&
      ports.store.changeName(subject.nameId, reserved.value.name, (row) =>
        release(toCurrentRow(row, now), attempt),
      ),
  ]).catch(ports.report);
  if (taken.status === 'rejected') throw taken.reason;
  if (reserved.status === 'rejected') throw reserved.reason;
  if (taken.value === 'captcha') throw demandCaptcha(ports, subject, 'used');
  // The last place may have been taken by an attempt that gives it back, so the row is read again.
  return undefined;
}

interface Reservation {
  subject: Subject;
  now: number;
  seen: StoredName;
  attempt: { id: string; device: string | undefined };
}

/** Reserves a place in the row of the name, unless the row refuses it. */
async function reserveName(
  { store }: AttemptsPorts,
  { subject, now, seen, attempt }: Reservation,
): Promise<{ name: StoredName; refusal: Refusal | undefined }> {
  const { device } = attempt;
  let refusal: Refusal | undefined;
  const name = await store.changeName(subject.nameId, seen, (stored) => {
    const row = toCurrentRow(stored, now);
    refusal = findRefusal(row, device, now);
    if (!refusal) return reserve(row, attempt, now);
    // Attempts without an outcome are no failures of the device. They refuse it while they count.
    const isToBeNoted = refusal.reason === 'device' && device !== undefined;
    return isToBeNoted && !isRefusalNoted(row, device, now)
      ? refuseDevice(row, device, now)
      : stored;
  });
  return { name, refusal };
}

function refuse(
  { audit }: AttemptsPorts,
  { account }: Subject,
  { reason, retryAfter }: Refusal,
): AuthError {
  audit('login_throttled', { account, reason });
  return new AuthError('TOO_MANY_REQUESTS', { variant: 'account', retryAfter: retryAfter ?? null });
}
