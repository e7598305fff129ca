/** The SDK's client of the AWS endpoint that the sandbox has. */

import { createHmac } from 'node:crypto';
import {
  CognitoIdentityProvider,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { startAws } from '../../sandbox/aws/services.ts';
import { withDefaults } from '../../sandbox/aws/user-pool.ts';
import { openState, stateIn } from '../../sandbox/state.ts';

/** Starts the AWS services on the state in a directory. */
export async function startCognito(directory: string, clock: () => number) {
  const aws = await startAws(openState(stateIn(directory)), {
    ...withDefaults(),
    clock,
  });
  const { pool } = aws;
  const sdk = new CognitoIdentityProvider({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
  });
  /** SECRET_HASH over a name (AWS: "Computing secret hash values"). */
  const hash = (name: string) =>
    createHmac('sha256', pool.client.secret).update(`${name}${pool.client.id}`).digest('base64');
  const initiate = (
    AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
    AuthParameters: Record<string, string>,
    ClientId = pool.client.id,
  ) => sdk.initiateAuth({ AuthFlow, ClientId, AuthParameters });
  return {
    aws,
    pool,
    sdk,
    hash,
    initiate,
    /** UserPoolId and Username of the Admin… operations. */
    of: (Username: string) => ({ UserPoolId: pool.id, Username }),
    signIn: (
      name: string = TEST_USER.username,
      password: string = TEST_USER.password,
      secretHash = hash(name),
    ) =>
      initiate('USER_PASSWORD_AUTH', {
        USERNAME: name,
        PASSWORD: password,
        SECRET_HASH: secretHash,
      }),
    refresh: (token: string, name: string) =>
      initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token, SECRET_HASH: hash(name) }),
    async close() {
      sdk.destroy();
      await aws.close();
    },
  };
}

export type CognitoClient = Awaited<ReturnType<typeof startCognito>>;

/** The refresh token and the claims of a sign-in. */
export function signedIn({ AuthenticationResult }: InitiateAuthCommandOutput) {
  const claims = JSON.parse(
    Buffer.from(AuthenticationResult?.IdToken?.split('.')[1] ?? '', 'base64url').toString(),
  );
  return {
    refreshToken: AuthenticationResult?.RefreshToken ?? '',
    realName: String(claims['cognito:username']),
    claims,
  };
}

export const refusal = (name: string, message: string | RegExp) => ({
  name,
  message: expect.stringMatching(message),
});
