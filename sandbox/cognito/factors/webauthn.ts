/**
 * * Verifies passkeys. The library is loaded with the first one, because it takes longer than all
 * else together. Cognito has no list of origins: an origin is right if its host is the relying
 * party or lies below it (W3C "Web Authentication", section 5.1.3, step 8).
 */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { CognitoException } from '../exception.ts';
import { invalidParameter, webAuthnRefusal } from '../refusals.ts';
import type { Passkey, PoolRecord, UserRecord } from '../state/records.ts';
import { isOriginOf } from './origin.ts';

const library = () => import('@simplewebauthn/server');

/** ES256 and RS256, the algorithms that authenticators have in common. */
export const ALGORITHMS = [-7, -257];

type ClientData = Record<'type' | 'challenge' | 'origin', string>;

/** Returns what the browser signed, or `undefined` if the text is not client data. */
export function clientDataOf(encoded: unknown): ClientData | undefined {
  try {
    const data = JSON.parse(Buffer.from(String(encoded), 'base64url').toString()) as ClientData;
    const members = [data.type, data.challenge, data.origin];
    return members.every((member) => typeof member === 'string') ? data : undefined;
  } catch {
    return undefined;
  }
}

const needsVerification = ({ mfa }: PoolRecord): boolean =>
  mfa.WebAuthnConfiguration?.UserVerification === 'required' ||
  mfa.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';

interface Assertion {
  id: string;
  counter: number;
  userVerified: boolean;
}

/** What a sign-in's credential proves, or `undefined` if nothing. */
export async function readAssertion(
  pool: PoolRecord,
  user: UserRecord,
  challenge: string,
  credential: string,
): Promise<Assertion | undefined> {
  const rpId = pool.mfa.WebAuthnConfiguration?.RelyingPartyId ?? '';
  try {
    const response = JSON.parse(credential) as AuthenticationResponseJSON;
    const passkey = user.passkeys.find(({ id }) => id === response.id);
    const origin = clientDataOf(response.response.clientDataJSON)?.origin ?? '';
    if (passkey === undefined || !isOriginOf(origin, rpId)) return undefined;
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: needsVerification(pool),
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    });
    if (!verified) return undefined;
    const { newCounter: counter, userVerified } = authenticationInfo;
    return { id: passkey.id, counter, userVerified };
  } catch {
    return undefined;
  }
}

/**
 * The passkey of a registration.
 * @throws {CognitoException} WebAuthnRelyingPartyMismatchException |
 * WebAuthnCredentialNotSupportedException | InvalidParameterException
 */
export async function readRegistration(
  pool: PoolRecord,
  challenge: string,
  response: RegistrationResponseJSON,
  now: number,
): Promise<Passkey> {
  const rpId = pool.mfa.WebAuthnConfiguration?.RelyingPartyId ?? '';
  const origin = clientDataOf(response.response.clientDataJSON)?.origin ?? '';
  const { verifyRegistrationResponse } = await library();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: needsVerification(pool),
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) throw new Error('The attestation was not verified');
    const { credential } = registrationInfo;
    return {
      id: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: response.response.transports ?? [],
      attachment: response.authenticatorAttachment,
      rpId,
      name: 'Passkey',
      created: now,
    };
  } catch (error) {
    throw refusalOf(error as Error);
  }
}

/** The library says by its message alone what was wrong. */
function refusalOf({ message }: Error): CognitoException {
  if (/RP ID/.test(message)) {
    return webAuthnRefusal('RelyingPartyMismatch');
  }
  if (/public key alg|User verification|user could not be verified|Unsupported/i.test(message)) {
    return webAuthnRefusal('CredentialNotSupported');
  }
  return invalidParameter('Invalid passkey credential.');
}
