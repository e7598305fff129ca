/** Keeps the passkey that a browser made. A refused credential leaves the challenge as it is. */

import type {
  CompleteWebAuthnRegistrationCommandInput,
  CompleteWebAuthnRegistrationCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { isOriginOf } from '../factors/origin.ts';
import { checkEnabled, PASSKEY_UNDECLARED } from '../factors/passkeys.ts';
import { clientDataOf, readRegistration } from '../factors/webauthn.ts';
import { operation } from '../operation.ts';
import { requirePool } from '../pools/pools.ts';
import { invalidParameter, webAuthnRefusal } from '../refusals.ts';
import { keyOf } from '../state/records.ts';
import { authorised } from '../tokens/verify.ts';
import { saveUser } from '../users/find.ts';

export const completeWebAuthnRegistration = operation<
  CompleteWebAuthnRegistrationCommandInput,
  CompleteWebAuthnRegistrationCommandOutput
>()({
  authorization: 'token',
  quota: 'passkeys',
  writes: true,
  required: ['AccessToken', 'Credential'],
  async run(call, { AccessToken, Credential }) {
    const { user, client, tokenId } = await authorised(call, AccessToken, PASSKEY_UNDECLARED);
    const pool = requirePool(call, user.poolId);
    checkEnabled(pool);
    const credential = Credential as unknown as RegistrationResponseJSON;
    const clientData = clientDataOf(credential.response?.clientDataJSON);
    if (clientData === undefined) throw invalidParameter('Invalid passkey credential.');
    const started = call.store.get('registrations', keyOf(user));
    const isStarted =
      started !== undefined &&
      started.expires > call.now &&
      started.challenge === clientData.challenge;
    if (!isStarted) throw webAuthnRefusal('ChallengeNotFound');
    if (started.clientId !== client.id) throw webAuthnRefusal('ClientMismatch');
    const isBound = call.settings.switches.registrationToken === 'same';
    if (isBound && started.tokenId !== tokenId) throw webAuthnRefusal('ChallengeNotFound');
    const rpId = pool.mfa.WebAuthnConfiguration?.RelyingPartyId ?? '';
    if (!isOriginOf(clientData.origin, rpId)) throw webAuthnRefusal('OriginNotAllowed');
    const passkey = await readRegistration(pool, started.challenge, credential, call.now);
    call.store.delete('registrations', keyOf(user));
    const others = user.passkeys.filter(({ id }) => id !== passkey.id);
    saveUser(call, user, { passkeys: [...others, passkey] });
    return {};
  },
});
