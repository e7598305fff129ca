import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { cognitoRevalidation } from '../adapters/cognito/revalidation.ts';
import { cognitoRevocation } from '../adapters/cognito/revocation.ts';
import { withDeadline } from '../adapters/deadline.ts';
import { logout } from '../core/sessions/logout.ts';
import { refresh } from '../core/sessions/refresh.ts';
import { session } from '../core/sessions/session.ts';
import { createAuthorizer } from '../http/authorizer.ts';
import type { Handler } from '../http/endpoint.ts';
import { chooseAddress } from './address.ts';
import { buildCognito } from './cognito.ts';
import { buildHandler, buildHttpSettings } from './http.ts';
import { buildServiceKeys } from './keys.ts';
import { buildSecrets } from './secrets.ts';
import { buildAuthenticatePorts, buildSessionPorts } from './session-ports.ts';

export const createRefreshHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('refresh', { refresh }, (environment) => {
    const open = buildSecrets(timeouts);
    const keys = buildServiceKeys(environment, open);
    const cognito = buildCognito(environment, open, timeouts);
    return {
      ports: {
        ...buildSessionPorts(environment, { keys, open }, timeouts),
        identity: {
          ...cognitoRevalidation(cognito, timeouts.cognitoMs),
          ...cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
        },
      },
      settings: {
        ...buildHttpSettings(environment),
        readAddress: chooseAddress(environment, open),
      },
    };
  });

export const createLogoutHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('logout', { logout }, (environment) => {
    const open = buildSecrets(timeouts);
    const keys = buildServiceKeys(environment, open);
    const cognito = buildCognito(environment, open, timeouts);
    return {
      ports: {
        ...buildSessionPorts(environment, { keys, open }, timeouts),
        identity: cognitoRevocation(cognito, timeouts.cognitoRevokeMs),
      },
      settings: buildHttpSettings(environment),
    };
  });

export const createSessionHandler = (timeouts: Timeouts = TIMEOUTS): Handler =>
  buildHandler('session', { session }, (environment) => ({
    ports: buildAuthenticatePorts(environment, buildSecrets(timeouts), timeouts),
    settings: buildHttpSettings(environment),
  }));

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
