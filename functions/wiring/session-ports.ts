/** The ports to sessions, which several functions share. */

import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import type { AuthenticatePorts } from '../core/sessions/authenticate.ts';
import { idleTimeout } from '../core/sessions/idle.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { sealer } from '../core/sessions/sealer.ts';
import {
  type SessionJwtSigner,
  type SessionJwtVerifier,
  sessionJwtSigner,
  sessionJwtVerifier,
} from '../core/sessions/session-jwt.ts';
import { audit, report } from '../http/observe.ts';
import type { Access } from './access.ts';
import { buildEventBus } from './event-bus.ts';
import { buildSigningKeys, buildVerificationKeys } from './keys.ts';
import { buildFreshness } from './revalidation-requests.ts';
import type { OpenSecret } from './secrets.ts';

type VerificationEnvironment = Pick<
  Environment<'logout'>,
  'TOKEN_ALGORITHM' | 'TOKEN_KEYS_SECRET_ID' | 'TOKEN_ISSUER' | 'TOKEN_AUDIENCE'
>;

/** Builds what verifies a session JWT. */
export const buildVerifier = (
  environment: VerificationEnvironment,
  open: OpenSecret,
): SessionJwtVerifier =>
  sessionJwtVerifier({
    keys: buildVerificationKeys(environment, open),
    clock: Date.now,
    issuer: environment.TOKEN_ISSUER,
    audience: environment.TOKEN_AUDIENCE,
  });

type SigningEnvironment = Pick<
  Environment<'login'>,
  | 'TOKEN_ALGORITHM'
  | 'SIGNING_KEYS_SECRET_ID'
  | 'TOKEN_ISSUER'
  | 'TOKEN_AUDIENCE'
  | 'TOKEN_OTHER_AUDIENCES'
>;

/** Builds what signs a session JWT. */
export const buildSigner = (environment: SigningEnvironment, open: OpenSecret): SessionJwtSigner =>
  sessionJwtSigner({
    keys: buildSigningKeys(environment, open),
    clock: Date.now,
    issuer: environment.TOKEN_ISSUER,
    audience: environment.TOKEN_AUDIENCE,
    otherAudiences: environment.TOKEN_OTHER_AUDIENCES,
  });

/** Builds what authenticates the caller of a Bearer route. */
export const buildAuthenticatePorts = (
  environment: Environment<'authorizer'>,
  open: OpenSecret,
  timeouts: Timeouts,
): AuthenticatePorts => ({
  sessions: dynamoSessions(databaseClient(timeouts), environment.SESSIONS_TABLE),
  jwts: buildVerifier(environment, open),
  idle: idleTimeout(environment.SESSION_IDLE_AFTER),
  clock: Date.now,
  freshness: buildFreshness(environment, buildEventBus(environment, timeouts)),
});

/** Builds what starts, refreshes and ends sessions, except their JWTs. */
export const buildSessionPorts = (
  environment: Pick<Environment<'login'>, 'SESSIONS_TABLE'> &
    Partial<Pick<Environment<'session'>, 'SESSION_IDLE_AFTER'>>,
  { keys, database }: Pick<Access, 'keys' | 'database'>,
) => ({
  sessions: dynamoSessions(database, environment.SESSIONS_TABLE),
  idle: idleTimeout(environment.SESSION_IDLE_AFTER),
  clock: Date.now,
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  networks: networkFingerprints(keys),
  devices: deviceCookies({ keys, clock: Date.now }),
  audit,
  report,
});
