/** The ports to sessions, which several functions share. */

import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../adapters/dynamodb/user-sessions.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import type { ServiceKeys } from '../core/keys/keys.ts';
import type { AuthenticatePorts } from '../core/sessions/authenticate.ts';
import { idleTimeout } from '../core/sessions/idle.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { sealer } from '../core/sessions/sealer.ts';
import { sessionJwts } from '../core/sessions/session-jwt.ts';
import type { UserSessions } from '../core/sessions/user-sessions.ts';
import { audit, report } from '../http/observe.ts';
import { buildTokenKeys } from './keys.ts';
import { buildFreshness } from './revalidation-requests.ts';
import type { OpenSecret } from './secrets.ts';

type SessionEnvironment = Omit<
  Environment<'authorizer'>,
  'EVENT_BUS_NAME' | 'REVALIDATE_AFTER' | 'EXPIRE_UNVALIDATED_AFTER'
> &
  Partial<Pick<Environment<'login'>, 'TOKEN_OTHER_AUDIENCES'>>;

/** Builds what verifies a session JWT and finds its session. */
const buildStoredSessions = (
  environment: SessionEnvironment,
  open: OpenSecret,
  timeouts: Timeouts,
) => ({
  sessions: dynamoSessions(databaseClient(timeouts), environment.SESSIONS_TABLE),
  jwts: sessionJwts({
    keys: buildTokenKeys(environment, open),
    clock: Date.now,
    issuer: environment.TOKEN_ISSUER,
    audience: environment.TOKEN_AUDIENCE,
    otherAudiences: environment.TOKEN_OTHER_AUDIENCES ?? [],
  }),
  idle: idleTimeout(environment.SESSION_IDLE_AFTER),
  clock: Date.now,
});

/** Builds the list of a user's sessions. */
export const buildUserSessions = (
  { SESSIONS_TABLE }: Pick<SessionEnvironment, 'SESSIONS_TABLE'>,
  timeouts: Timeouts,
): UserSessions => dynamoUserSessions(databaseClient(timeouts), SESSIONS_TABLE);

/** Builds what authenticates the caller of a Bearer route. */
export const buildAuthenticatePorts = (
  environment: Environment<'authorizer'>,
  open: OpenSecret,
  timeouts: Timeouts,
): AuthenticatePorts => ({
  ...buildStoredSessions(environment, open, timeouts),
  freshness: buildFreshness(environment, timeouts),
});

/** Builds what starts, refreshes and ends sessions. */
export const buildSessionPorts = (
  environment: SessionEnvironment,
  { keys, open }: { keys: ServiceKeys; open: OpenSecret },
  timeouts: Timeouts,
) => ({
  ...buildStoredSessions(environment, open, timeouts),
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  networks: networkFingerprints(keys),
  devices: deviceCookies({ keys, clock: Date.now }),
  audit,
  report,
});
