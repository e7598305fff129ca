/**
 * Limits the passwords that the holder of a session may try. They count as those of one device,
 * whatever session they come from, in a row of the user. It is not the row of the user's name:
 * the thief of a JWT can neither guess the password nor lock the owner out of the login.
 */

import { randomUUID } from 'node:crypto';
import { ATTEMPTS } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { UNREAD } from '../versioned.ts';
import { findRefusal, isRepeat, type Refusal } from './attempt-limits.ts';
import type { AttemptStore, StoredName } from './attempt-store.ts';
import { explainLockout } from './explain-lockout.ts';
import { fingerprinter } from './guess.ts';
import {
  type AttemptId,
  fail,
  isRefusalNoted,
  type NameRow,
  refuseDevice,
  reserve,
  succeed,
  toCurrentRow,
} from './name-row.ts';
import { giveBack } from './settle-attempt.ts';
import { verdictOf } from './verdict.ts';

export interface PasswordAttempts {
  /**
   * Counts an attempt before the upstream is asked.
   * @throws {TOO_MANY_REQUESTS} if the limits of the user are reached.
   * @throws {WRONG_PASSWORD} if the attempt repeats the last wrong password.
   */
  begin(sub: string, password: string): Promise<PasswordAttempt>;
  /** Forgets everything about a user. */
  clear(sub: string): Promise<void>;
}

/** A counted attempt. The caller must report its outcome. Reporting never rejects. */
export interface PasswordAttempt {
  succeeded(): Promise<void>;
  /** Returns the error for the client. */
  failed(error: unknown): Promise<unknown>;
}

interface PasswordAttemptsPorts {
  attemptStore: Pick<AttemptStore, 'changeName'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** The one device in the row of a user. */
const BEARER = 'bearer';

export const passwordAttempts = (ports: PasswordAttemptsPorts): PasswordAttempts => ({
  async begin(sub, password) {
    const key = await ports.keys.permanent('counters');
    const id = passwordsIdOf(key, sub);
    const fingerprint = fingerprinter(key)('password', id, password);
    const attempt = { id: randomUUID(), device: BEARER, fingerprint };
    const stored = await reserveAttempt(ports, { sub, id, attempt });
    return settlementOf(ports, { sub, id, attempt, stored });
  },

  async clear(sub) {
    const id = passwordsIdOf(await ports.keys.permanent('counters'), sub);
    // The store deletes a row that becomes empty.
    await ports.attemptStore.changeName(id, UNREAD, () => toCurrentRow(undefined, 0));
  },
});

/** Returns the ID of the row of a user. `key` is the permanent key for counters. */
export const passwordsIdOf = (key: Uint8Array, sub: string): string =>
  `sub.${fingerprinter(key)('sub', sub)}`;

interface Candidate {
  sub: string;
  /** ID of the row. */
  id: string;
  attempt: AttemptId & { fingerprint: string };
}

async function reserveAttempt(
  { attemptStore, audit, clock }: PasswordAttemptsPorts,
  { sub, id, attempt }: Candidate,
): Promise<StoredName> {
  const now = inSeconds(clock());
  let refusal: Refusal | undefined;
  let isRepeated = false;
  const stored = await attemptStore.changeName(id, UNREAD, (former) => {
    const row = toCurrentRow(former, now);
    isRepeated = isRepeat(row.devices[BEARER]?.wrong, attempt.fingerprint, now);
    refusal = findRefusalOfBearer(row, now);
    if (isRepeated) return former;
    if (!refusal) return reserve(row, attempt, now);
    // The refusal is an attempt, so the 15 minutes begin anew.
    return refusal.reason === 'device' && !isRefusalNoted(row, BEARER, now)
      ? refuseDevice(row, BEARER, now)
      : former;
  });
  if (isRepeated) {
    throw new AuthError('WRONG_PASSWORD', { cause: new Error('the same wrong password again') });
  }
  if (!refusal) return stored;
  const { reason, retryAfter }: Refusal = refusal;
  audit('reauthentication_throttled', { sub, reason });
  throw new AuthError('TOO_MANY_REQUESTS', { variant: 'account', retryAfter: retryAfter ?? null });
}

/** At the total, only a new password helps (NIST SP 800-63B section 5.2.2). */
const findRefusalOfBearer = (row: NameRow, now: number): Refusal | undefined =>
  row.total + row.pending.length >= ATTEMPTS.strangers.inTotal
    ? { reason: 'total', retryAfter: undefined }
    : findRefusal(row, BEARER, now);

function settlementOf(
  ports: PasswordAttemptsPorts,
  { sub, id, attempt, stored }: Candidate & { stored: StoredName },
): PasswordAttempt {
  const { attemptStore, audit, report, clock } = ports;
  /** Changes the row. A failure to record an outcome does not change the answer. */
  const record = (change: (row: NameRow, now: number) => NameRow) => {
    const now = inSeconds(clock());
    return attemptStore
      .changeName(id, stored, (row) => change(toCurrentRow(row, now), now))
      .catch(report);
  };
  return {
    succeeded: async () => {
      await record((row) => succeed(row, attempt));
    },
    async failed(error) {
      const verdict = verdictOf(error);
      audit('reauthentication_failed', { sub, verdict });
      if (verdict === 'wrong') {
        await record((row, now) => fail(row, attempt, now));
        return new AuthError('WRONG_PASSWORD', { cause: error });
      }
      const after = await record((row, now) => giveBack(row, attempt, verdict, now));
      return verdict === 'locked'
        ? explainLockout((after || stored).row, error, inSeconds(clock()))
        : error;
    },
  };
}
