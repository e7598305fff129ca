/** Encrypts challenges: they contain a handle that needs no password, and a user's name. */

import * as z from 'zod/mini';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { kidOfSealed, seal, unseal } from '../keys/seal.ts';
import { type Challenge, challengeSchema } from './challenge.ts';

export type ChallengeKeys = Pick<ServiceKeys, 'current' | 'byId'>;

export const sealChallenge = async (
  keys: ChallengeKeys,
  id: string,
  challenge: Challenge,
): Promise<string> => seal(await keys.current('challenge'), JSON.stringify(challenge), [id]);

/**
 * @throws {INVALID_CHALLENGE} if an operator has retired the key, or another version of this service
 * has stored a challenge of another form.
 * @throws {Error} if the text was changed or belongs to another challenge.
 */
export async function openChallenge(
  keys: ChallengeKeys,
  id: string,
  sealed: string,
): Promise<Challenge> {
  const key = await keys.byId(kidOfSealed(sealed), 'challenge');
  const parsed = key && z.safeParse(challengeSchema, JSON.parse(unseal(key, sealed, [id])));
  if (parsed?.success) return parsed.data;
  const cause = new Error(`the challenge ${key ? 'has another form' : 'has no key any more'}`);
  throw new AuthError('INVALID_CHALLENGE', { cause });
}
