import type {
  DeleteWebAuthnCredentialCommandInput,
  DeleteWebAuthnCredentialCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { PASSKEY_UNDECLARED } from '../factors/passkeys.ts';
import { operation } from '../operation.ts';
import { resourceNotFound } from '../refusals.ts';
import { authorised } from '../tokens/verify.ts';
import { saveUser } from '../users/find.ts';

export const deleteWebAuthnCredential = operation<
  DeleteWebAuthnCredentialCommandInput,
  DeleteWebAuthnCredentialCommandOutput
>()({
  authorization: 'token',
  quota: 'passkeys',
  writes: true,
  required: ['AccessToken', 'CredentialId'],
  async run(call, { AccessToken, CredentialId }) {
    const { user } = await authorised(call, AccessToken, PASSKEY_UNDECLARED);
    const others = user.passkeys.filter(({ id }) => id !== CredentialId);
    if (others.length === user.passkeys.length) {
      // [unproven] AWS documents the exception, not its sentence.
      throw resourceNotFound('The passkey credential does not exist.');
    }
    saveUser(call, user, { passkeys: others });
    return {};
  },
});
