import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/mfa.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoAuthenticatorApps } from '../adapters/cognito/authenticator-apps.ts';
import { cognitoFactorPreference } from '../adapters/cognito/factor-preference.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { cognitoUserTokens } from '../adapters/cognito/user-token.ts';
import { dynamoChallenges } from '../adapters/dynamodb/challenges.ts';
import { getMfa } from '../core/mfa/mfa.ts';
import { disableTotp, enableTotp, startTotp } from '../core/mfa/totp.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { readTotpIssuer } from './challenge-ports.ts';
import { buildEventBus, buildNotices } from './event-bus.ts';
import { buildFactorReader } from './factors.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildFreshness } from './revalidation-requests.ts';
import { buildSessionPorts, buildVerifier } from './session-ports.ts';

export const createMfaHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('mfa', routes, { getMfa, startTotp, enableTotp, disableTotp }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito, database } = access;
    const bus = buildEventBus(environment, timeouts);
    const { cognitoAccountMs, cognitoRevokeMs } = timeouts;
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        keys,
        jwts: buildVerifier(environment, open),
        freshness: buildFreshness(environment, bus),
        identity: cognitoRevocation(cognito, cognitoRevokeMs),
        userTokens: cognitoUserTokens(cognito, cognitoAccountMs),
        factors: buildFactorReader(environment, access, timeouts.cognitoAccountMs),
        preference: cognitoFactorPreference(cognito, cognitoAccountMs),
        apps: cognitoAuthenticatorApps(cognito, cognitoAccountMs),
        challengeStore: dynamoChallenges(database, environment.ATTEMPTS_TABLE),
        totpIssuer: readTotpIssuer(environment),
        mfa: environment.MFA,
        notices: buildNotices(environment, bus),
      },
      settings: buildHttpSettings(environment, keys),
    };
  });
