/**
 * The composition root: what each function is made of. One function per export, so that a bundle
 * holds only what its function needs.
 */

import {
  type Environment,
  type FunctionName,
  parseEnvironment,
} from '../../contract/environment.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { altchaCaptchas } from '../adapters/altcha.ts';
import { cognitoClient, databaseClient, secretsClient } from '../adapters/clients.ts';
import { cognitoIdentity } from '../adapters/cognito/identity.ts';
import { dynamoAttempts } from '../adapters/dynamodb/attempts.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { keyringKeys } from '../adapters/secrets/keys.ts';
import { cached, readSecret } from '../adapters/secrets/secret.ts';
import { attempts } from '../core/login/attempts.ts';
import type { Clock } from '../core/ports.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { sealer } from '../core/sessions/sealer.ts';
import { sessionJwts } from '../core/sessions/session-jwt.ts';
import type { UseCase } from '../core/use-case.ts';
import { cloudfrontAddress, gatewayAddress } from '../http/address.ts';
import { createAuthorizer } from '../http/authorizer.ts';
import { createEndpoint, type Handler, type HttpSettings } from '../http/endpoint.ts';
import { audit, report } from '../http/observe.ts';

type Http = Environment<'captcha'>;
type Parts<Ports> = { ports: Ports; settings: HttpSettings };

const clock: Clock = Date.now;

/**
 * Builds a route's handler out of the process's environment. @throws {TypeError} naming a variable
 * that is missing or wrong.
 */
export function endpoint<N extends RouteName & FunctionName, Ports>(
  name: N,
  useCase: UseCase<N, Ports>,
  parts: (environment: Environment<N>) => Parts<Ports>,
): Handler {
  const { ports, settings } = parts(parseEnvironment(name, process.env));
  return createEndpoint(name, useCase, ports, settings);
}

export function loginParts(environment: Environment<'login'>) {
  const secrets = secretsClient();
  const keys = keysOf(environment, secrets);
  const captchas = altchaCaptchas({ keys, clock });
  const store = dynamoAttempts(databaseClient(), environment.ATTEMPTS_TABLE);
  const { CLIENT_IP, ORIGIN_SECRET_ID } = environment;
  if (CLIENT_IP === 'cloudfront' && !ORIGIN_SECRET_ID) {
    throw new TypeError('login: CLIENT_IP=cloudfront needs ORIGIN_SECRET_ID');
  }
  const addressOf =
    CLIENT_IP === 'cloudfront' && ORIGIN_SECRET_ID
      ? cloudfrontAddress(cached(() => readSecret(secrets, ORIGIN_SECRET_ID), clock))
      : gatewayAddress;
  return {
    ports: {
      ...sessionParts(environment, keys),
      ...upstreamParts(environment, secrets),
      attempts: attempts({ store, captchas, keys, audit, clock }),
    },
    settings: { ...settingsOf(environment), addressOf },
  };
}

export function refreshParts(environment: Environment<'refresh'>) {
  const secrets = secretsClient();
  const keys = keysOf(environment, secrets);
  return {
    ports: { ...sessionParts(environment, keys), ...upstreamParts(environment, secrets) },
    settings: settingsOf(environment),
  };
}

/** A logout needs what a refresh needs. */
export function logoutParts(environment: Environment<'logout'>) {
  return refreshParts(environment);
}

export function readSessionParts(environment: Environment<'session'>) {
  return {
    ports: authenticationParts(environment, keysOf(environment, secretsClient())),
    settings: settingsOf(environment),
  };
}

export function captchaParts(environment: Environment<'captcha'>) {
  return {
    ports: { captchas: altchaCaptchas({ keys: keysOf(environment, secretsClient()), clock }) },
    settings: settingsOf(environment),
  };
}

/**
 * Builds the authorizer's handler out of the process's environment. @throws {TypeError} as {@link
 * endpoint} does.
 */
export function authorizer() {
  const environment = parseEnvironment('authorizer', process.env);
  return createAuthorizer(authenticationParts(environment, keysOf(environment, secretsClient())));
}

const settingsOf = ({ DOCUMENTATION_URL, ALLOWED_ORIGINS, SCHEME }: Http): HttpSettings => ({
  documentationUrl: DOCUMENTATION_URL,
  allowedOrigins: ALLOWED_ORIGINS,
  scheme: SCHEME,
});

const keysOf = (
  { KEYRING_SECRET_ID }: Pick<Environment<'captcha'>, 'KEYRING_SECRET_ID'>,
  secrets: ReturnType<typeof secretsClient>,
) => keyringKeys({ read: () => readSecret(secrets, KEYRING_SECRET_ID), clock });

type Keys = ReturnType<typeof keysOf>;

const authenticationParts = (environment: Environment<'authorizer'>, keys: Keys) => ({
  sessions: dynamoSessions(databaseClient(), environment.SESSIONS_TABLE),
  jwts: sessionJwts({
    keys,
    clock,
    issuer: environment.TOKEN_ISSUER,
    audience: environment.TOKEN_AUDIENCE,
  }),
  clock,
});

const sessionParts = (environment: Environment<'authorizer'>, keys: Keys) => ({
  ...authenticationParts(environment, keys),
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  audit,
  report,
});

const upstreamParts = (
  {
    USER_POOL_CLIENT_ID,
    USER_POOL_CLIENT_SECRET_ID,
  }: Pick<Environment<'refresh'>, 'USER_POOL_CLIENT_ID' | 'USER_POOL_CLIENT_SECRET_ID'>,
  secrets: ReturnType<typeof secretsClient>,
) => ({
  identity: cognitoIdentity({
    client: cognitoClient(),
    clientId: USER_POOL_CLIENT_ID,
    clientSecret: cached(() => readSecret(secrets, USER_POOL_CLIENT_SECRET_ID), clock),
  }),
});
