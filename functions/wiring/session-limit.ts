import type { Environment } from '../../contract/environment.ts';
import { databaseClient, type Timeouts } from '../adapters/clients.ts';
import { withDeadline } from '../adapters/deadline.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { type SessionLimit, sessionLimit } from '../core/sessions/session-limit.ts';
import { audit, report } from '../http/observe.ts';
import { buildUserSessions } from './session-ports.ts';

type LimitEnvironment = Pick<Environment<'login'>, 'SESSIONS_TABLE' | 'MAX_SESSIONS_PER_USER'>;

/**
 * Builds the limit of sessions per user, if the stage has one. All its calls together have the time
 * of one database call, because the user waits for the login. The next login ends what is left.
 */
export function buildSessionLimit(
  environment: LimitEnvironment,
  timeouts: Timeouts,
): SessionLimit | undefined {
  const { SESSIONS_TABLE, MAX_SESSIONS_PER_USER } = environment;
  if (MAX_SESSIONS_PER_USER === undefined) return undefined;
  const sessions = dynamoSessions(databaseClient(timeouts), SESSIONS_TABLE);
  const userSessions = buildUserSessions(environment, timeouts);
  const limit = sessionLimit({ sessions, userSessions, audit, report }, MAX_SESSIONS_PER_USER);
  return {
    apply: (...args) => withDeadline(timeouts.database.deadlineMs, () => limit.apply(...args)),
  };
}
