import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Revalidation } from '../../core/sessions/upstream-session.ts';
import { type Cognito, callCognito, computeSecretHash } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { readUser } from './user.ts';

/** The caller holds a session of this user, so the state of the account may be disclosed. */
export const REVALIDATION_OVERRIDES = {
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
  UserNotFoundException: 'INVALID_REFRESH_TOKEN',
  UserDisabled: 'INVALID_REFRESH_TOKEN',
  UserUnknown: 'INVALID_REFRESH_TOKEN',
  RefreshTokenRejected: 'INVALID_REFRESH_TOKEN',
} as const satisfies Overrides;

/** Revalidates users with Cognito's `InitiateAuth` and their refresh token. */
export function cognitoRevalidation(cognito: Cognito, timeoutMs: number): Revalidation {
  const { client, clientId } = cognito;
  return {
    async revalidate(username, refreshToken) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        AuthParameters: {
          REFRESH_TOKEN: refreshToken,
          // Must be computed from the real username. Cognito rejects the hash of an alias here.
          SECRET_HASH: await computeSecretHash(cognito, username),
        },
      });
      const output = await callCognito(
        { timeoutMs, overrides: REVALIDATION_OVERRIDES, secrets: [username, refreshToken] },
        (options) => client.send(command, options),
      );
      return readUser(output, clientId);
    },
  };
}
