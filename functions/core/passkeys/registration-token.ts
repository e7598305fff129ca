/**
 * The token that joins the two steps of a registration. The upstream may demand the same access
 * token at both, so the token contains it, sealed for the session that began the registration.
 */

import * as z from 'zod/mini';
import { PASSKEYS } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { kidOfSealed, seal, unseal } from '../keys/seal.ts';
import type { Clock } from '../ports.ts';
import type { SessionKey } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';

export interface RegistrationTokenPorts {
  keys: Pick<ServiceKeys, 'current' | 'byId'>;
  clock: Clock;
}

/** `expiresAt` is in seconds since the epoch. */
const content = z.object({ accessToken: z.string(), expiresAt: z.int() });

export async function sealRegistration(
  { keys, clock }: RegistrationTokenPorts,
  { sub, sid }: SessionKey,
  accessToken: string,
): Promise<string> {
  const expiresAt = inSeconds(clock()) + PASSKEYS.registration;
  return seal(await keys.current('passkey'), JSON.stringify({ accessToken, expiresAt }), [
    sub,
    sid,
  ]);
}

/**
 * Returns the access token.
 * @throws {INVALID_CHALLENGE} if it has expired, was changed or is of another session.
 */
export async function openRegistration(
  { keys, clock }: RegistrationTokenPorts,
  { sub, sid }: SessionKey,
  token: string,
): Promise<string> {
  const key = await keys.byId(kidOfSealed(token), 'passkey');
  if (!key) throw registrationOver(new Error('the token has no key'));
  const { accessToken, expiresAt } = open(key, token, [sub, sid]);
  if (expiresAt <= inSeconds(clock())) throw registrationOver(new Error('the token has expired'));
  return accessToken;
}

function open(
  key: Uint8Array,
  token: string,
  context: readonly string[],
): z.output<typeof content> {
  try {
    return z.parse(content, JSON.parse(unseal(key, token, context)));
  } catch (cause) {
    throw registrationOver(cause);
  }
}

export const registrationOver = (cause: unknown): AuthError =>
  new AuthError('INVALID_CHALLENGE', { variant: 'registration', cause });
