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
  begin: (accessToken) =>
    callCognito({ timeoutMs, overrides: REJECTED_USER, secrets: [accessToken] }, (options) =>
      associateApp(client, accessToken, options),
    ),

  async verify(accessToken, code) {
    const call = { timeoutMs, overrides: VERIFY_OVERRIDES, secrets: [accessToken, code] };
    await callCognito(call, (options) => verifyApp(client, { accessToken, code }, options)).catch(
      explainRefusedCode,
    );
  },
});

interface Sending {
  abortSignal: AbortSignal;
}

/** Returns the secret of a new app. */
export async function associateApp(
  client: Cognito['client'],
  AccessToken: string,
  options: Sending,
): Promise<string> {
  const command = new AssociateSoftwareTokenCommand({ AccessToken });
  const { SecretCode } = await client.send(command, options);
  if (!SecretCode) throw invalidResponse('no secret for an authenticator app');
  return SecretCode;
}

/** Proves a new app by its first code. */
export async function verifyApp(
  client: Cognito['client'],
  { accessToken, code }: { accessToken: string; code: string },
  options: Sending,
): Promise<void> {
  const command = new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code });
  const { Status } = await client.send(command, options);
  if (Status !== 'SUCCESS') throw invalidResponse('no success of an authenticator app');
}
