import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { SignIn } from '../../core/login/sign-in.ts';
import { type Cognito, callCognito, computeSecretHash } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { readOutcome } from './outcome.ts';

/**
 * Cognito reports the state of an account before it checks the password. Passing it on would tell a
 * stranger that the account exists.
 */
export const SIGN_IN_OVERRIDES = {
  UserNotConfirmedException: 'INVALID_CREDENTIALS',
  PasswordResetRequiredException: 'INVALID_CREDENTIALS',
  UserNotFoundException: 'INVALID_CREDENTIALS',
  WrongPassword: 'INVALID_CREDENTIALS',
  UserDisabled: 'INVALID_CREDENTIALS',
  UserUnknown: 'INVALID_CREDENTIALS',
  TemporaryPasswordExpired: 'INVALID_CREDENTIALS',
  AccountExpired: 'INVALID_CREDENTIALS',
  // A trigger of the pool has refused the user. Cognito may run it for existing users only, or only
  // after a right password.
  UserLambdaValidationException: 'INVALID_CREDENTIALS',
  PasswordAttemptsExceeded: 'TOO_MANY_REQUESTS',
  UnknownRefusal: 'BAD_GATEWAY',
} as const satisfies Overrides;

/** Signs users in with Cognito's `InitiateAuth`. */
export function cognitoSignIn(cognito: Cognito, timeoutMs: number): SignIn {
  const { client, clientId } = cognito;
  return {
    async signIn(username, password, policy) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          SECRET_HASH: await computeSecretHash(cognito, username),
        },
      });
      return callCognito(
        { timeoutMs, overrides: SIGN_IN_OVERRIDES, secrets: [username, password] },
        async (options) =>
          readOutcome(cognito, await client.send(command, options), username, {
            ...options,
            ...policy,
          }),
      );
    },
  };
}
