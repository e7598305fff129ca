/** The ports to sessions, which several functions share. */

import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import type { Keys } from '../core/keys/keys.ts';
import type { AuthenticatePorts } from '../core/sessions/authenticate.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import { refreshTokens } from '../core/sessions/refresh-token.ts';
import { sealer } from '../core/sessions/sealer.ts';
import { sessionJwts } from '../core/sessions/session-jwt.ts';
import { audit, report } from '../http/observe.ts';

/** Builds what verifies a Bearer token and finds its session. */
export const buildAuthenticatePorts = (
  { SESSIONS_TABLE, TOKEN_ISSUER, TOKEN_AUDIENCE }: Environment<'authorizer'>,
  keys: Keys,
  timeouts: Timeouts,
): AuthenticatePorts => ({
  sessions: dynamoSessions(databaseClient(timeouts), SESSIONS_TABLE),
  jwts: sessionJwts({ keys, clock: Date.now, issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE }),
  clock: Date.now,
});

/** Builds what starts, refreshes and ends sessions. */
export const buildSessionPorts = (
  environment: Environment<'authorizer'>,
  keys: Keys,
  timeouts: Timeouts,
) => ({
  ...buildAuthenticatePorts(environment, keys, timeouts),
  refreshTokens: refreshTokens(keys),
  sealer: sealer(keys),
  networks: networkFingerprints(keys),
  audit,
  report,
});
