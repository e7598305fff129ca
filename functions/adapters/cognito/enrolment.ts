/**
 * The set-up of an authenticator app during a sign-in. If Cognito has already issued tokens, the
 * service opens no session with them before the app is proven.
 */

import {
  GetUserAuthFactorsCommand,
  type InitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { AuthError } from '../../core/error.ts';
import type { SignedIn, UpstreamChallenge } from '../../core/login/sign-in.ts';
import { type Factors, withApp } from '../../core/mfa/factors.ts';
import { withoutSecrets } from '../redact.ts';
import { parseAnswer } from './answer.ts';
import { associateApp, verifyApp } from './authenticator-apps.ts';
import { type Cognito, invalidResponse } from './call.ts';
import { setFactorPreference } from './factor-preference.ts';
import { parseFactors } from './factor-reader.ts';
import { requestTokens } from './refresh-tokens.ts';
import { readUser } from './user.ts';

interface Sending {
  abortSignal: AbortSignal;
}

/**
 * Begins the set-up. The refresh token continues the sign-in, because an access token does not live
 * as long as a step may take.
 * @throws {INTERNAL_ERROR} if the user has a second factor, for which Cognito should have asked.
 */
export async function beginEnrolment(
  { client }: Cognito,
  { user, refreshToken }: SignedIn,
  AccessToken: string | undefined,
  options: Sending,
): Promise<UpstreamChallenge> {
  if (!AccessToken) throw invalidResponse('no access token');
  return hiding(AccessToken, async () => {
    const { demanded } = await readOwnFactors(client, AccessToken, options);
    if (demanded) {
      const cause = new Error('Cognito did not ask for the second factor of a user');
      throw new AuthError('INTERNAL_ERROR', { cause });
    }
    const secret = await associateApp(client, AccessToken, options);
    const { username } = user;
    const step = { name: 'MFA_SETUP', parameters: { secret }, username } as const;
    return { ...step, handle: refreshToken, hasTokens: true };
  });
}

/** Proves the app, and switches it on, together with passkeys of the user. */
export async function completeEnrolment(
  cognito: Cognito,
  { username, handle: refreshToken }: UpstreamChallenge,
  code: string,
  options: Sending,
): Promise<SignedIn> {
  const { client, clientId } = cognito;
  const output = await requestTokens(cognito, { username, refreshToken }, options);
  const AccessToken = parseAnswer(output).AuthenticationResult?.AccessToken;
  if (!AccessToken) throw invalidResponse('no access token');
  const user = readUser(output, clientId);
  await hiding(AccessToken, async () => {
    const factors = await readOwnFactors(client, AccessToken, options);
    if (factors.demanded) {
      const cause = new Error('the user has set up another factor since');
      throw new AuthError('INVALID_CHALLENGE', { cause });
    }
    await verifyApp(client, { accessToken: AccessToken, code }, options);
    await setFactorPreference(cognito, AccessToken, withApp(factors), options);
  });
  return { user, refreshToken };
}

/**
 * Makes passkeys a factor after a set-up of Cognito's own, which does not. Beside an app, Cognito
 * takes no others.
 */
export async function keepPasskeys(
  cognito: Cognito,
  output: InitiateAuthCommandOutput,
  options: Sending,
): Promise<void> {
  const AccessToken = parseAnswer(output).AuthenticationResult?.AccessToken;
  if (!AccessToken) return;
  await hiding(AccessToken, async () => {
    const { passkeys } = await readOwnFactors(cognito.client, AccessToken, options);
    if (passkeys) await setFactorPreference(cognito, AccessToken, { passkeys }, options);
  });
}

const readOwnFactors = async (
  client: Cognito['client'],
  AccessToken: string,
  options: Sending,
): Promise<Factors> =>
  parseFactors(await client.send(new GetUserAuthFactorsCommand({ AccessToken }), options));

/** Removes from an error what the call as a whole cannot know as a secret. */
async function hiding<T>(secret: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AuthError ? error : withoutSecrets(error, [secret]);
  }
}
