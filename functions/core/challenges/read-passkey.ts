/**
 * Reads what an authenticator has signed. The upstream checks the signature. What does not belong to
 * the challenge is refused before: a stranger, who does not know the IDs of a user's passkeys, can
 * neither use up a challenge nor cause a failed sign-in at the upstream.
 */

import * as z from 'zod/mini';
import type { AssertionCredential } from '../../../contract/schemas/index.ts';
import { AuthError } from '../error.ts';
import type { Challenge } from './challenge.ts';
import type { UpstreamAnswer } from './challenge-answers.ts';
import { isForeignOrigin, parseClientData } from './client-data.ts';

const asked = z.object({ options: z.object({ challenge: z.string() }) });

/** The flag `UV` of the authenticator data, whose flags follow the hash of the relying party. */
const USER_VERIFIED = 0x04;
const FLAGS_AT = 32;

/** @throws {PASSKEY_REJECTED} if the credential is certainly not the answer. */
export function readPasskey(
  { handle, credentials, parameters }: Challenge['upstream'],
  credential: AssertionCredential,
  origins: readonly string[],
): UpstreamAnswer {
  const { clientDataJSON, authenticatorData } = credential.response;
  const { type, challenge, origin } = parseClientData(clientDataJSON);
  const { options } = z.parse(asked, parameters);
  check(handle !== undefined, 'the upstream has no such sign-in');
  check(credentials?.includes(credential.id) ?? true, 'not a passkey of the user');
  check(type === 'webauthn.get', 'signed for another purpose');
  check(challenge === options.challenge, 'signed for another challenge');
  check(!isForeignOrigin(origin, origins), 'signed on a page of another origin');
  check(hasVerifiedUser(authenticatorData), 'the user was not verified');
  const { clientExtensionResults = {} } = credential;
  return { value: JSON.stringify({ ...credential, clientExtensionResults }), attributes: {} };
}

const hasVerifiedUser = (authenticatorData: string): boolean =>
  ((Buffer.from(authenticatorData, 'base64url')[FLAGS_AT] ?? 0) & USER_VERIFIED) !== 0;

function check(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new AuthError('PASSKEY_REJECTED', { cause: new Error(otherwise) });
}
