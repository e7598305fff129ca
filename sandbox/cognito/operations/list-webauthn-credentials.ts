import type {
  ListWebAuthnCredentialsCommandInput,
  ListWebAuthnCredentialsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { MOST_PASSKEYS, PASSKEY_UNDECLARED } from '../factors/passkeys.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { authorised } from '../tokens/verify.ts';

export const listWebAuthnCredentials = operation<
  ListWebAuthnCredentialsCommandInput,
  ListWebAuthnCredentialsCommandOutput
>()({
  authorization: 'token',
  quota: 'passkeys',
  writes: false,
  required: ['AccessToken'],
  async run(call, { AccessToken, MaxResults, NextToken }) {
    const { user } = await authorised(call, AccessToken, PASSKEY_UNDECLARED);
    const { items, next } = page(user.passkeys, MaxResults ?? MOST_PASSKEYS, NextToken);
    return {
      Credentials: items.map((passkey) => ({
        CredentialId: passkey.id,
        FriendlyCredentialName: passkey.name,
        RelyingPartyId: passkey.rpId,
        AuthenticatorTransports: passkey.transports,
        CreatedAt: new Date(passkey.created),
        ...(passkey.attachment === undefined
          ? {}
          : { AuthenticatorAttachment: passkey.attachment }),
      })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
});
