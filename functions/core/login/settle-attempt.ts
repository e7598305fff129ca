/** Records what became of a counted attempt. A failure to record it does not change the answer. */

import { AuthError } from '../error.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { AttemptStore, CaptchaUse, StoredName } from './attempt-store.ts';
import { explainLockout } from './explain-lockout.ts';
import { listCounters, type Subject } from './guess.ts';
import {
  type AttemptId,
  fail,
  hold,
  type NameRow,
  release,
  releaseLocked,
  succeed,
  toCurrentRow,
} from './name-row.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface CountedAttempt extends AttemptId {
  subject: Subject;
  /** The row of the name as the reservation has left it. */
  name: StoredName;
  /** The CAPTCHA solution that the attempt has used up. */
  captcha: CaptchaUse | undefined;
}

interface SettlePorts {
  store: AttemptStore;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/**
 * Returns false if the account was closed to former proofs since the attempt was counted. A failure
 * to record the success tells nothing about that, and does not fail the login.
 */
export async function settleSuccess(ports: SettlePorts, attempt: CountedAttempt): Promise<boolean> {
  const { subject, device, name } = attempt;
  const { accountAndNetwork, ...others } = subject.counters;
  const settled = changeName(ports, attempt, (row) => succeed(row, attempt));
  await record(ports, [
    settled,
    ...(device === undefined
      ? [
          ports.store.reset(accountAndNetwork),
          ports.store.giveBack(listCounters(others), undefined),
        ]
      : []),
  ]);
  return !isOvertaken(name, await settled.catch(() => name));
}

/** Checks whether the devices of an account were voided between two readings of its row. */
export const isOvertaken = (before: StoredName, after: StoredName): boolean =>
  (after.row?.devicesSince ?? 0) > (before.row?.devicesSince ?? 0);

/** Returns the error for the client. */
export async function settleFailure(
  ports: SettlePorts,
  attempt: CountedAttempt,
  error: unknown,
): Promise<unknown> {
  const verdict = verdictOf(error);
  ports.audit('login_failed', { account: attempt.subject.account, verdict });
  await record(ports, settle(ports, attempt, verdict));
  return verdict === 'locked' ? explainLockoutTo(ports, attempt, error) : error;
}

/** Starts the writes that a verdict needs. */
function settle(
  ports: SettlePorts,
  attempt: CountedAttempt,
  verdict: Verdict,
): readonly Promise<unknown>[] {
  const { subject, device, captcha } = attempt;
  const now = inSeconds(ports.clock());
  if (verdict === 'wrong' || isHiddenLockout(verdict, device)) {
    const wrong = { fingerprint: subject.fingerprintPassword(device), at: now };
    return [
      changeName(ports, attempt, (row) => fail(row, { ...attempt, ...wrong }, now)),
      // A known device has no network, so its row holds the wrong password.
      ...(device === undefined
        ? [ports.store.noteWrong(subject.counters.accountAndNetwork, wrong)]
        : []),
    ];
  }
  return [
    changeName(ports, attempt, (row) => giveBack(row, attempt, verdict, now)),
    ...(device === undefined
      ? [ports.store.giveBack(listCounters(subject.counters), captcha)]
      : []),
  ];
}

/** Undoes a reservation, unless Cognito may have counted the attempt. */
export function giveBack(row: NameRow, attempt: AttemptId, verdict: Verdict, now: number): NameRow {
  if (verdict === 'unclear') return hold(row, attempt, now);
  return verdict === 'locked' ? releaseLocked(row, attempt, now) : release(row, attempt);
}

/**
 * A lockout that only existing accounts have must count for a stranger as a wrong password does. Its
 * guess would otherwise be free, and guesses at an unknown name are not.
 */
const isHiddenLockout = (verdict: Verdict, device: string | undefined): boolean =>
  verdict === 'locked' && device === undefined;

const changeName = (
  { store, clock }: SettlePorts,
  { subject, name }: CountedAttempt,
  change: (row: NameRow) => NameRow,
): Promise<StoredName> =>
  store.changeName(subject.nameId, name, (row) => change(toCurrentRow(row, inSeconds(clock()))));

async function record({ report }: SettlePorts, writes: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) {
    if (result.status === 'rejected') report(result.reason);
  }
}

/** Only a known device may learn of Cognito's lockout, which exists for existing accounts only. */
function explainLockoutTo(
  { clock }: SettlePorts,
  { device, name }: CountedAttempt,
  cause: unknown,
): AuthError {
  if (device === undefined) return new AuthError('INVALID_CREDENTIALS', { cause });
  return explainLockout(name.row, cause, inSeconds(clock()));
}
