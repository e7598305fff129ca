/** Stores the next step of a sign-in, and tells the client about it. */

import type { RequiredChallenge } from '../../../contract/challenges.ts';
import { AuthError } from '../error.ts';
import type { ChallengeIssuer, PendingSignIn } from '../login/pending-sign-in.ts';
import type { Audit, Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type Challenge, describeChallenge } from './challenge.ts';
import type { ChallengeStore } from './challenge-store.ts';
import { challengeIdOf, createNonce, createToken } from './challenge-token.ts';
import { type ChallengeKeys, sealChallenge } from './sealed-challenge.ts';

export interface IssuePorts {
  challengeStore: ChallengeStore;
  keys: ChallengeKeys;
  /** Seconds that a step may take. The upstream must allow as many. */
  challengeLifetime: number;
  /** What authenticator apps call this service. */
  totpIssuer: string;
  audit: Audit;
  clock: Clock;
}

export const challengeIssuer = (ports: IssuePorts): ChallengeIssuer => ({
  issue: (pending) => beginSteps(ports, pending, { purpose: 'login' }),
});

/** Stores the first step of a sign-in. Returns CHALLENGE_REQUIRED. */
export const beginSteps = (
  ports: IssuePorts,
  { amr, ...pending }: PendingSignIn,
  purpose: Pick<Challenge, 'purpose' | 'session'>,
): Promise<AuthError> =>
  requireStep(ports, createNonce(), {
    ...pending,
    ...purpose,
    amr: [...amr],
    // When the password was counted, not when the upstream has answered: a reset lies between.
    startedAt: pending.device.issuedAt,
    failures: 0,
  });

/** Stores a step that begins now. Returns CHALLENGE_REQUIRED. */
export async function requireStep(
  ports: IssuePorts,
  nonce: string,
  step: Omit<Challenge, 'expiresAt'>,
): Promise<AuthError> {
  const expiresAt = inSeconds(ports.clock()) + ports.challengeLifetime;
  const challenge = await storeChallenge(ports, nonce, { ...step, expiresAt });
  ports.audit('challenge_demanded', { account: step.device.account, name: challenge.name });
  return new AuthError('CHALLENGE_REQUIRED', {
    details: { challenge },
    cookie: { kind: 'challenge', value: nonce, maxAge: ports.challengeLifetime },
  });
}

/** Stores a step under a new token. Returns what the client must know of it. */
export async function storeChallenge(
  ports: IssuePorts,
  nonce: string,
  challenge: Challenge,
): Promise<RequiredChallenge> {
  const token = createToken(challenge.device.account);
  await putChallenge(ports, challengeIdOf(token, nonce), challenge);
  return describeChallenge(challenge, { token, issuer: ports.totpIssuer });
}

/** Stores a step under an ID. */
export async function putChallenge(
  { challengeStore, keys }: Pick<IssuePorts, 'challengeStore' | 'keys'>,
  id: string,
  challenge: Challenge,
): Promise<void> {
  await challengeStore.put(id, await sealChallenge(keys, id, challenge), challenge.expiresAt);
}
