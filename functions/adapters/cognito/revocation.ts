import { RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Revocation } from '../../core/sessions/upstream-session.ts';
import { type Cognito, callCognito } from './call.ts';

/** Revokes refresh tokens with Cognito's `RevokeToken`. */
export function cognitoRevocation(
  { client, clientId, clientSecret }: Cognito,
  timeoutMs: number,
): Revocation {
  return {
    async revoke(refreshToken) {
      const secret = await clientSecret();
      const command = new RevokeTokenCommand({
        ClientId: clientId,
        ClientSecret: secret,
        Token: refreshToken,
      });
      await callCognito({ timeoutMs, secrets: [refreshToken, secret] }, (options) =>
        client.send(command, options),
      );
    },
  };
}
