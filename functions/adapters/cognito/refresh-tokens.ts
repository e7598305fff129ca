import {
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Cognito, callCognito, computeSecretHash } from './call.ts';
import type { Overrides } from './exceptions.ts';

/** The caller holds a session of this user, so the state of the account may be disclosed. */
export const REFRESH_OVERRIDES = {
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
  UserNotFoundException: 'INVALID_REFRESH_TOKEN',
  UserDisabled: 'INVALID_REFRESH_TOKEN',
  UserUnknown: 'INVALID_REFRESH_TOKEN',
  RefreshTokenRejected: 'INVALID_REFRESH_TOKEN',
} as const satisfies Overrides;

/** Obtains new tokens with Cognito's `InitiateAuth` and a refresh token. */
export async function refreshTokens(
  cognito: Cognito,
  {
    username,
    refreshToken,
    timeoutMs,
  }: { username: string; refreshToken: string; timeoutMs: number },
): Promise<InitiateAuthCommandOutput> {
  const { client, clientId } = cognito;
  const command = new InitiateAuthCommand({
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: clientId,
    AuthParameters: {
      REFRESH_TOKEN: refreshToken,
      // Must be computed from the real username. Cognito rejects the hash of an alias here.
      SECRET_HASH: await computeSecretHash(cognito, username),
    },
  });
  return callCognito(
    { timeoutMs, overrides: REFRESH_OVERRIDES, secrets: [username, refreshToken] },
    (options) => client.send(command, options),
  );
}
