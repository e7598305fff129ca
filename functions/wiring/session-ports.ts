/** The ports to sessions, which several functions share. */

import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { deviceCookies } from '../core/devices/device-cookie.ts';
import type { ServiceKeys } from '../core/keys/keys.ts';
import type { AuthenticatePorts } from '../core/sessions/authenticate.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { sealer } from '../core/sessions/sealer.ts';
import { sessionJwts } from '../core/sessions/session-jwt.ts';
import { audit, report } from '../http/observe.ts';
import { buildTokenKeys } from './keys.ts';
import type { OpenSecret } from './secrets.ts';

type VerifyingEnvironment = Environment<'authorizer'>;
type SigningEnvironment = Partial<Pick<Environment<'login'>, 'TOKEN_OTHER_AUDIENCES'>>;

/** Builds what verifies a Bearer token and finds its session. */
export const buildAuthenticatePorts = (
  environment: VerifyingEnvironment & SigningEnvironment,
  open: OpenSecret,
  timeouts: Timeouts,
): AuthenticatePorts => ({
  sessions: dynamoSessions(databaseClient(timeouts), environment.SESSIONS_TABLE),
  jwts: sessionJwts({
    keys: buildTokenKeys(environment, open),
    clock: Date.now,
    issuer: environment.TOKEN_ISSUER,
    audience: environment.TOKEN_AUDIENCE,
    otherAudiences: environment.TOKEN_OTHER_AUDIENCES ?? [],
  }),
  clock: Date.now,
});

/** Builds what starts, refreshes and ends sessions. */
export const buildSessionPorts = (
  environment: VerifyingEnvironment & SigningEnvironment,
  { keys, open }: { keys: ServiceKeys; open: OpenSecret },
  timeouts: Timeouts,
) => ({
  ...buildAuthenticatePorts(environment, open, timeouts),
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  networks: networkFingerprints(keys),
  devices: deviceCookies({ keys, clock: Date.now }),
  audit,
  report,
});
