import { SetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { FactorChange, FactorPreference } from '../../core/mfa/factors.ts';
import { type Cognito, callCognito } from './call.ts';
import { REJECTED_USER } from './rejected-user.ts';

/**
 * Switches factors on or off with one `SetUserMFAPreference`. Cognito leaves a factor alone that the
 * request does not name.
 */
export async function setFactorPreference(
  { client }: Pick<Cognito, 'client'>,
  AccessToken: string,
  { totp, passkeys }: FactorChange,
  options: { abortSignal: AbortSignal },
): Promise<void> {
  const command = new SetUserMFAPreferenceCommand({
    AccessToken,
    ...(totp !== undefined && {
      SoftwareTokenMfaSettings: { Enabled: totp, PreferredMfa: totp },
    }),
    // A user pool without passkeys may reject the member.
    ...(passkeys !== undefined && { WebAuthnMfaSettings: { Enabled: passkeys } }),
  });
  await client.send(command, options);
}

/** @param timeoutMs limit of a call in milliseconds */
export const cognitoFactorPreference = (
  cognito: Pick<Cognito, 'client'>,
  timeoutMs: number,
): FactorPreference => ({
  setFactors: (accessToken, change) =>
    callCognito({ timeoutMs, overrides: REJECTED_USER, secrets: [accessToken] }, (options) =>
      setFactorPreference(cognito, accessToken, change, options),
    ),
});
