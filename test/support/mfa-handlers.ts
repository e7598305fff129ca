import { cognitoAuthenticatorApps } from '../../functions/adapters/cognito/authenticator-apps.ts';
import type { Cognito } from '../../functions/adapters/cognito/call.ts';
import { cognitoFactorPreference } from '../../functions/adapters/cognito/factor-preference.ts';
import { cognitoFactorReader } from '../../functions/adapters/cognito/factor-reader.ts';
import { cognitoUserTokens } from '../../functions/adapters/cognito/user-token.ts';
import { getMfa } from '../../functions/core/mfa/mfa.ts';
import { disableTotp, enableTotp, startTotp } from '../../functions/core/mfa/totp.ts';
import { createEndpoint } from './endpoint.ts';
import { SETTINGS } from './handlers.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 60_000;

/** Returns the real handlers of second factors, over the ports of a test and a fake of Cognito. */
export function mfaHandlersOf(shared: World, cognito: Cognito, userPoolId: string) {
  const ports = {
    ...shared,
    userTokens: cognitoUserTokens(cognito, TIMEOUT_MS),
    apps: cognitoAuthenticatorApps(cognito, TIMEOUT_MS),
    factors: cognitoFactorReader({ client: cognito.client, userPoolId }, TIMEOUT_MS),
    preference: cognitoFactorPreference(cognito, TIMEOUT_MS),
  };
  return {
    getMfa: createEndpoint('getMfa', getMfa, ports, SETTINGS),
    startTotp: createEndpoint('startTotp', startTotp, ports, SETTINGS),
    enableTotp: createEndpoint('enableTotp', enableTotp, ports, SETTINGS),
    disableTotp: createEndpoint('disableTotp', disableTotp, ports, SETTINGS),
  };
}
