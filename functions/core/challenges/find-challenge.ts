import type { ChallengeName } from '../../../contract/challenges.ts';
import { AuthError } from '../error.ts';
import type { StoredName } from '../login/attempt-store.ts';
import { nameIdOf } from '../login/guess.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input } from '../use-case.ts';
import type { Versioned } from '../versioned.ts';
import { hasItsBearer } from './bearer-binding.ts';
import type { Challenge } from './challenge.ts';
import type { ChallengeLimits } from './challenge-limits.ts';
import type { ChallengeStore } from './challenge-store.ts';
import { accountOf, challengeIdOf, findNonce, limitsIdOf } from './challenge-token.ts';
import { type ChallengeKeys, openChallenge } from './sealed-challenge.ts';

/** A challenge of this browser that has not been answered yet. */
export interface PresentedChallenge {
  /** The ID of its row. */
  id: string;
  token: string;
  nonce: string;
  challenge: Challenge;
  /** The row of the name that was typed. */
  name: StoredName;
  limits: Versioned<ChallengeLimits>;
  limitsId: string;
}

/** The challenges that a code is sent for. The code expires with its challenge. */
const SENT_CODES: readonly ChallengeName[] = ['SMS_MFA', 'EMAIL_OTP'];

/**
 * Returns the challenge of a token and of the cookie that came with it. Another browser's token
 * finds nothing, so that it cannot use the challenge up either.
 * @throws {INVALID_CHALLENGE} if there is none, or the password was changed since the sign-in began.
 * @throws {CODE_EXPIRED} if a code was sent for it and has expired.
 */
export async function findChallenge(
  ports: { challengeStore: ChallengeStore; keys: ChallengeKeys; clock: Clock },
  { body: { challenge_token: token }, challengeCookies, authorization }: Input<'challenge'>,
): Promise<PresentedChallenge> {
  const nonce = findNonce(challengeCookies);
  if (nonce === undefined) throw invalid('the browser has shown no challenge cookie');
  const id = challengeIdOf(token, nonce);
  const limitsId = limitsIdOf(accountOf(token));
  const { sealed, ...rows } = await ports.challengeStore.read({
    challenge: id,
    name: nameIdOf(accountOf(token)),
    limits: limitsId,
  });
  if (sealed === undefined) throw invalid('no such challenge');
  const challenge = await openChallenge(ports.keys, id, sealed);
  if (!hasItsBearer(challenge, authorization)) throw invalid('not the Bearer token that began it');
  if (challenge.startedAt < (rows.name.row?.devicesSince ?? 0)) {
    throw invalid('the password was changed since the sign-in began');
  }
  if (challenge.expiresAt <= inSeconds(ports.clock())) {
    if (SENT_CODES.includes(challenge.upstream.name)) throw new AuthError('CODE_EXPIRED');
    throw invalid('the challenge has expired');
  }
  return { id, token, nonce, challenge, limitsId, ...rows };
}

const invalid = (reason: string): AuthError =>
  new AuthError('INVALID_CHALLENGE', { cause: new Error(reason) });
