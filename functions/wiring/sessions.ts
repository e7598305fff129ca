import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import * as routes from '../../contract/routes/session.ts';
import * as sessionsRoutes from '../../contract/routes/sessions.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoRevalidation } from '../adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { withDeadline } from '../adapters/deadline.ts';
import { dynamoUserSessions } from '../adapters/dynamodb/user-sessions.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import { endOtherSessions, endOwnSession } from '../core/sessions/end-own-sessions.ts';
import { listSessions } from '../core/sessions/list-sessions.ts';
import { logout } from '../core/sessions/logout.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import { refresh } from '../core/sessions/refresh.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { session } from '../core/sessions/session.ts';
import { createAuthorizer } from '../http/authorizer.ts';
import type { Handler } from '../http/endpoint.ts';
import { buildAccess } from './access.ts';
import { chooseAddress } from './address.ts';
import { buildAppEvents, buildEventBus } from './event-bus.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildServiceKeys } from './keys.ts';
import { buildFreshness } from './revalidation-requests.ts';
import { buildSecrets } from './secrets.ts';
import {
  buildAuthenticatePorts,
  buildSessionPorts,
  buildSigner,
  buildVerifier,
} from './session-ports.ts';

export const createRefreshHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('refresh', { refresh: routes.refresh }, { refresh }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito } = access;
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        jwts: buildSigner(environment, open),
        identity: {
          ...cognitoRevalidation(cognito, timeouts.cognitoMs),
          ...cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        },
      },
      settings: {
        ...buildHttpSettings(environment, keys),
        readAddress: chooseAddress(environment, open),
      },
    };
  });

export const createLogoutHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('logout', { logout: routes.logout }, { logout }, (environment) => {
    const access = buildAccess(environment, timeouts);
    const { open, keys, cognito } = access;
    return {
      ports: {
        ...buildSessionPorts(environment, access),
        jwts: buildVerifier(environment, open),
        identity: cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
      },
      settings: buildHttpSettings(environment, keys),
    };
  });

export const createSessionHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('session', { session: routes.session }, { session }, (environment) => {
    const open = buildSecrets(timeouts);
    const keys = buildServiceKeys(environment, open);
    return {
      ports: {
        ...buildAuthenticatePorts(environment, open, timeouts),
        refreshTokens: refreshTokens(keys),
        devices: deviceCookies({ keys, clock: Date.now }),
        networks: networkFingerprints(keys),
      },
      // A request with a Bearer token waits neither for the keys of the service nor for the secret
      // that proves an address behind a CDN. A client is recognised by its device cookie there.
      settings: buildHttpSettings(environment),
    };
  });

export const createSessionsHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler(
    'sessions',
    sessionsRoutes,
    { listSessions, endSession: endOwnSession, endOtherSessions },
    (environment) => {
      const access = buildAccess(environment, timeouts);
      const { open, keys, cognito } = access;
      const bus = buildEventBus(environment, timeouts);
      return {
        ports: {
          ...buildSessionPorts(environment, access),
          jwts: buildVerifier(environment, open),
          freshness: buildFreshness(environment, bus),
          appEvents: buildAppEvents(bus),
          userSessions: dynamoUserSessions(access.database, environment.SESSIONS_TABLE),
          identity: cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        },
        settings: buildHttpSettings(environment, keys),
      };
    },
  );

/**
 * Creates the handler of the Lambda authorizer. If it takes too long, it throws, which API Gateway
 * answers with 500. A denial would tell the client that its session has ended.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createAuthorizerHandler(timeouts: Timeouts = TIMEOUTS) {
  const environment = parseEnvironment('authorizer', process.env);
  const authorize = createAuthorizer(
    buildAuthenticatePorts(environment, buildSecrets(timeouts), timeouts),
  );
  return (...event: Parameters<typeof authorize>) =>
    withDeadline(timeouts.authorizerMs, () => authorize(...event));
}
