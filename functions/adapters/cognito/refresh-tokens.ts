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

interface Owner {
  username: string;
  refreshToken: string;
}

/** Obtains new tokens with Cognito's `InitiateAuth` and a refresh token. */
export const refreshTokens = (
  cognito: Cognito,
  { timeoutMs, ...owner }: Owner & { timeoutMs: number },
): Promise<InitiateAuthCommandOutput> =>
  callCognito(
    { timeoutMs, overrides: REFRESH_OVERRIDES, secrets: Object.values(owner) },
    (options) => requestTokens(cognito, owner, options),
  );

/** Does the same within a call that has a time limit of its own. */
export async function requestTokens(
  cognito: Cognito,
  { username, refreshToken }: Owner,
  options: { abortSignal: AbortSignal },
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
  return client.send(command, options);
}
