import {
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthenticatorApps } from '../../core/mfa/authenticator-apps.ts';
import { explainRefusedCode } from './authenticator-refusal.ts';
import { type Cognito, callCognito, invalidResponse } from './call.ts';
import type { Overrides } from './exceptions.ts';
import { REJECTED_USER } from './rejected-user.ts';

export const VERIFY_OVERRIDES = {
  ...REJECTED_USER,
  CodeMismatchException: 'INVALID_CODE',
  EnableSoftwareTokenMFAException: 'INVALID_CODE',
  SoftwareTokenMFANotFoundException: 'CONFLICT',
} as const satisfies Overrides;

/**
 * Sets apps up with the operations of Cognito that take an access token. They need no IAM permission
 * and can concern no other user.
 * @param timeoutMs limit of each call in milliseconds
 */
export const cognitoAuthenticatorApps = (
  { client }: Pick<Cognito, 'client'>,
  timeoutMs: number,
): AuthenticatorApps => ({
  async begin(AccessToken) {
    const command = new AssociateSoftwareTokenCommand({ AccessToken });
    const call = { timeoutMs, overrides: REJECTED_USER, secrets: [AccessToken] };
    const { SecretCode } = await callCognito(call, (options) => client.send(command, options));
    if (!SecretCode) throw invalidResponse('no secret for an authenticator app');
    return SecretCode;
  },

  async verify(AccessToken, UserCode) {
    const command = new VerifySoftwareTokenCommand({ AccessToken, UserCode });
    const secrets = [AccessToken, UserCode];
    const { Status } = await callCognito(
      { timeoutMs, overrides: VERIFY_OVERRIDES, secrets },
      (options) => client.send(command, options),
    ).catch(explainRefusedCode);
    if (Status !== 'SUCCESS') throw invalidResponse('no success of an authenticator app');
  },
});
