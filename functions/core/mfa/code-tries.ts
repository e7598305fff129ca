/**
 * Limits the wrong codes at the set-up of an authenticator app, over all sessions of a user. The row
 * is not that of the codes at a sign-in: the thief of a JWT must not use up the owner's tries there.
 */

import { randomUUID } from 'node:crypto';
import {
  type ChallengeLimits,
  type ChallengeRefusal,
  findChallengeRefusal,
  giveBackTry,
  reserveTry,
  toCurrentLimits,
} from '../challenges/challenge-limits.ts';
import type { ChallengeStore } from '../challenges/challenge-store.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { fingerprinter } from '../login/guess.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { UNREAD } from '../versioned.ts';

export interface CodeTriesPorts {
  challengeStore: Pick<ChallengeStore, 'changeLimits'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** A counted try. */
export interface CodeTry {
  /** Undoes the count: the code was right, or the upstream has not looked at it. Never rejects. */
  giveBack(): Promise<void>;
}

/**
 * Counts a try before the upstream is asked, so that parallel guesses cannot exceed the limit.
 * @throws {TOO_MANY_REQUESTS} if the limit is reached.
 */
export async function reserveCode(ports: CodeTriesPorts, sub: string): Promise<CodeTry> {
  const { challengeStore, audit, report, clock } = ports;
  const rowId = `totp.${fingerprinter(await ports.keys.permanent('counters'))('totp', sub)}`;
  const id = randomUUID();
  const now = inSeconds(clock());
  let refusal: ChallengeRefusal | undefined;
  const limits = await challengeStore.changeLimits(rowId, UNREAD, (stored) => {
    const current = toCurrentLimits(stored, now);
    refusal = findChallengeRefusal(current, now);
    return refusal ? stored : withoutTotal(reserveTry(current, id, now));
  });
  if (refusal) {
    const { retryAfter }: ChallengeRefusal = refusal;
    audit('factor_throttled', { sub, factor: 'totp' });
    throw new AuthError('TOO_MANY_REQUESTS', { retryAfter });
  }
  return {
    async giveBack() {
      await challengeStore
        .changeLimits(rowId, limits, (row) =>
          withoutTotal(giveBackTry(toCurrentLimits(row, inSeconds(clock())), id)),
        )
        .catch(report);
    },
  };
}

/** No code opens a session here, so the tries need no limit that time does not reset. */
const withoutTotal = (limits: ChallengeLimits): ChallengeLimits => ({ ...limits, total: 0 });
