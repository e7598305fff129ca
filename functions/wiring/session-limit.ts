import type { Environment } from '../../contract/environment.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { withDeadline } from '../adapters/deadline.ts';
import { dynamoSessions } from '../adapters/dynamodb/sessions.ts';
import { dynamoUserSessions } from '../adapters/dynamodb/user-sessions.ts';
import { type SessionLimit, sessionLimit } from '../core/sessions/session-limit.ts';
import { audit, report } from '../http/observe.ts';
import type { Access } from './access.ts';

type LimitEnvironment = Pick<Environment<'login'>, 'SESSIONS_TABLE' | 'MAX_SESSIONS_PER_USER'>;

/**
 * Builds the limit of sessions per user, if the stage has one. All its calls together have the time
 * of one database call, because the user waits for the login. The next login ends what is left.
 */
export function buildSessionLimit(
  { SESSIONS_TABLE, MAX_SESSIONS_PER_USER }: LimitEnvironment,
  database: Access['database'],
  timeouts: Timeouts,
): SessionLimit | undefined {
  if (MAX_SESSIONS_PER_USER === undefined) return undefined;
  const sessions = dynamoSessions(database, SESSIONS_TABLE);
  const userSessions = dynamoUserSessions(database, SESSIONS_TABLE);
  const limit = sessionLimit({ sessions, userSessions, audit, report }, MAX_SESSIONS_PER_USER);
  return {
    apply: (...args) => withDeadline(timeouts.database.deadlineMs, () => limit.apply(...args)),
  };
}
