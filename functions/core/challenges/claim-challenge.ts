import { randomUUID } from 'node:crypto';
import { AuthError } from '../error.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Versioned } from '../versioned.ts';
import {
  type ChallengeLimits,
  type ChallengeRefusal,
  findChallengeRefusal,
  giveBackTry,
  reserveTry,
  toCurrentLimits,
} from './challenge-limits.ts';
import type { ChallengeStore } from './challenge-store.ts';
import type { PresentedChallenge } from './find-challenge.ts';
import { putChallenge } from './issue-challenge.ts';
import type { ChallengeKeys } from './sealed-challenge.ts';

export interface ClaimPorts {
  challengeStore: ChallengeStore;
  keys: ChallengeKeys;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** A try. No other request can answer its challenge. */
export interface ClaimedTry {
  /** Names the try in the limits. Undefined if it is not counted. */
  id: string | undefined;
  /** The limits as the reservation has left them. */
  limits: Versioned<ChallengeLimits>;
}

/**
 * Takes a challenge and counts the try, both before the upstream is asked. A burst of parallel
 * guesses can therefore neither use a challenge twice nor exceed the limits.
 * @throws {TOO_MANY_REQUESTS} if the limits of the account are reached. The challenge stays.
 * @throws {INVALID_CHALLENGE} if another request has taken the challenge.
 */
export async function claimChallenge(
  ports: ClaimPorts,
  presented: PresentedChallenge,
): Promise<ClaimedTry> {
  const now = inSeconds(ports.clock());
  // A passkey cannot be guessed, and a thief of the password must not be able to block it.
  if (presented.challenge.upstream.name === 'WEB_AUTHN') return claimUncounted(ports, presented);
  const full = findChallengeRefusal(toCurrentLimits(presented.limits.row, now), now);
  if (full) throw refuse(ports, presented, full);

  const id = randomUUID();
  const [claimed, reserved] = await Promise.allSettled([
    ports.challengeStore.claim(presented.id),
    reserve(ports, presented, id),
  ]);
  const isClaimed = claimed.status === 'fulfilled' && claimed.value;
  const isReserved = reserved.status === 'fulfilled' && reserved.value.refusal === undefined;
  if (isClaimed && isReserved) return { id, limits: reserved.value.limits };

  await Promise.all([
    isClaimed && restoreChallenge(ports, presented),
    isReserved && giveBack(ports, presented, { id, limits: reserved.value.limits }),
  ]).catch(ports.report);
  if (claimed.status === 'rejected') throw claimed.reason;
  if (reserved.status === 'rejected') throw reserved.reason;
  if (reserved.value.refusal) throw refuse(ports, presented, reserved.value.refusal);
  throw answeredElsewhere();
}

async function claimUncounted(
  { challengeStore }: ClaimPorts,
  { id, limits }: PresentedChallenge,
): Promise<ClaimedTry> {
  if (!(await challengeStore.claim(id))) throw answeredElsewhere();
  return { id: undefined, limits };
}

function answeredElsewhere(): AuthError {
  const cause = new Error('another request has answered the challenge');
  return new AuthError('INVALID_CHALLENGE', { cause });
}

/** Reserves a place in the limits of the account, unless they refuse it. */
async function reserve(
  { challengeStore, clock }: ClaimPorts,
  { limitsId, limits: seen }: PresentedChallenge,
  id: string,
): Promise<{ limits: Versioned<ChallengeLimits>; refusal: ChallengeRefusal | undefined }> {
  const now = inSeconds(clock());
  let refusal: ChallengeRefusal | undefined;
  const limits = await challengeStore.changeLimits(limitsId, seen, (stored) => {
    const current = toCurrentLimits(stored, now);
    refusal = findChallengeRefusal(current, now);
    return refusal ? stored : reserveTry(current, id, now);
  });
  return { limits, refusal };
}

/** Makes a challenge answerable again, with the same token. */
export async function restoreChallenge(
  ports: Pick<ClaimPorts, 'challengeStore' | 'keys'>,
  { id, challenge }: Pick<PresentedChallenge, 'id' | 'challenge'>,
): Promise<void> {
  await putChallenge(ports, id, challenge);
}

/** Undoes the reservation of a try. */
export async function giveBack(
  ports: Pick<ClaimPorts, 'challengeStore' | 'clock'>,
  { limitsId }: Pick<PresentedChallenge, 'limitsId'>,
  { id, limits }: ClaimedTry,
): Promise<void> {
  if (id === undefined) return;
  const now = inSeconds(ports.clock());
  await ports.challengeStore.changeLimits(limitsId, limits, (row) =>
    giveBackTry(toCurrentLimits(row, now), id),
  );
}

function refuse(
  { audit }: ClaimPorts,
  { challenge: { device } }: PresentedChallenge,
  { reason, retryAfter }: ChallengeRefusal,
): AuthError {
  audit('challenge_throttled', { account: device.account, reason });
  return reason === 'total'
    ? new AuthError('TOO_MANY_REQUESTS', { variant: 'account', retryAfter: null })
    : new AuthError('TOO_MANY_REQUESTS', { retryAfter });
}
