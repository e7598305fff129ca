import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AuthError } from '../../core/error.ts';
import type { SignIn } from '../../core/login/sign-in.ts';
import { parseAnswer } from './answer.ts';
import { type Cognito, callCognito, computeSecretHash, invalidResponse } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { readUser } from './user.ts';

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
  PasswordAttemptsExceeded: 'TOO_MANY_REQUESTS',
  LimitExceededException: 'TOO_MANY_REQUESTS',
  UnknownRefusal: 'BAD_GATEWAY',
} as const satisfies Overrides;

/** Challenge parameters that a client may see. The others and the session handle stay here. */
const CHALLENGE_PARAMETERS = [
  'CODE_DELIVERY_DELIVERY_MEDIUM',
  'CODE_DELIVERY_DESTINATION',
  'MFAS_CAN_CHOOSE',
  'MFAS_CAN_SETUP',
] as const;

/** Signs users in with Cognito's `InitiateAuth`. */
export function cognitoSignIn(cognito: Cognito, timeoutMs: number): SignIn {
  const { client, clientId } = cognito;
  return {
    async signIn(username, password) {
      const command = new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: {
          USERNAME: username,
          PASSWORD: password,
          SECRET_HASH: await computeSecretHash(cognito, username),
        },
      });
      const output = await callCognito(
        { timeoutMs, overrides: SIGN_IN_OVERRIDES, secrets: [username, password] },
        (options) => client.send(command, options),
      );
      const answer = parseAnswer(output);
      if (answer.ChallengeName) {
        throw new AuthError('CHALLENGE_REQUIRED', {
          details: { challenge: readChallenge(answer) },
        });
      }
      const refreshToken = answer.AuthenticationResult?.RefreshToken;
      if (!refreshToken) throw invalidResponse('no refresh token');
      return { user: readUser(output, clientId), refreshToken };
    },
  };
}

function readChallenge({
  ChallengeName,
  ChallengeParameters = {},
}: ReturnType<typeof parseAnswer>) {
  const parameters = Object.fromEntries(
    CHALLENGE_PARAMETERS.filter((name) => ChallengeParameters[name] !== undefined).map((name) => [
      name.toLowerCase(),
      ChallengeParameters[name],
    ]),
  );
  return { name: ChallengeName, parameters };
}
