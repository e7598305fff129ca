/** The options of a passkey sign-in, as W3C "Web Authentication" spells them in JSON. */

import { randomBytes } from 'node:crypto';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Passkey, PoolRecord } from '../state/records.ts';

/** Long enough for a person; Cognito's own value is not documented. */
export const TIMEOUT_MS = 180_000;

export const newChallenge = (): string => randomBytes(32).toString('base64url');

export const requestOptions = (
  { mfa }: PoolRecord,
  passkeys: readonly Passkey[],
): PublicKeyCredentialRequestOptionsJSON => ({
  challenge: newChallenge(),
  timeout: TIMEOUT_MS,
  rpId: mfa.WebAuthnConfiguration?.RelyingPartyId ?? '',
  allowCredentials: passkeys.map(({ id, transports }) => ({
    id,
    type: 'public-key',
    transports: transports as never[],
  })),
  userVerification: mfa.WebAuthnConfiguration?.UserVerification ?? 'preferred',
});
