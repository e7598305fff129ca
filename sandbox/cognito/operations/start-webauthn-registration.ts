/**
 * Gives the options with which a browser makes a passkey. [unproven] The members other than the
 * challenge and the relying party: AWS documents no example.
 */

import type {
  StartWebAuthnRegistrationCommandInput,
  StartWebAuthnRegistrationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { checkEnabled, MOST_PASSKEYS, PASSKEY_UNDECLARED } from '../factors/passkeys.ts';
import { ALGORITHMS } from '../factors/webauthn.ts';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { limitExceeded, webAuthnRefusal } from '../refusals.ts';
import { newChallenge, TIMEOUT_MS } from '../sign-in/webauthn-options.ts';
import { keyOf } from '../state/records.ts';
import { authorised } from '../tokens/verify.ts';

type Document = StartWebAuthnRegistrationCommandOutput['CredentialCreationOptions'];

export const startWebAuthnRegistration = operation<
  StartWebAuthnRegistrationCommandInput,
  StartWebAuthnRegistrationCommandOutput
>()({
  authorization: 'token',
  quota: 'passkeys',
  writes: true,
  required: ['AccessToken'],
  async run(call, { AccessToken }) {
    const { user, client, tokenId } = await authorised(call, AccessToken, PASSKEY_UNDECLARED);
    const pool = requirePool(call, user.poolId);
    checkEnabled(pool);
    const { RelyingPartyId: id, UserVerification } = pool.mfa.WebAuthnConfiguration ?? {};
    if (id === undefined) throw webAuthnRefusal('ConfigurationMissing');
    if (user.passkeys.length >= MOST_PASSKEYS) throw limitExceeded();
    const challenge = newChallenge();
    const expires = call.now + TIMEOUT_MS;
    call.store.put('registrations', keyOf(user), {
      challenge,
      clientId: client.id,
      tokenId,
      expires,
    });
    const name = user.attributes.email ?? user.username;
    const options: PublicKeyCredentialCreationOptionsJSON = {
      challenge,
      timeout: TIMEOUT_MS,
      rp: { id, name: id },
      user: { id: Buffer.from(user.sub).toString('base64url'), name, displayName: name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: user.passkeys.map((passkey) => ({
        id: passkey.id,
        type: 'public-key',
        transports: passkey.transports as never[],
      })),
      authenticatorSelection: {
        residentKey: call.settings.switches.residentKey,
        requireResidentKey: call.settings.switches.residentKey === 'required',
        userVerification: UserVerification ?? 'preferred',
      },
      attestation: 'none',
    };
    return { CredentialCreationOptions: options as object as Document };
  },
});
