/** The use cases by which users end their own sessions. */

import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import type { UserSessions } from './user-sessions.ts';

/**
 * Ends one session of the caller. Idempotent: the reply does not depend on whether the session
 * exists. The session of another user is not found, because the key contains the caller's `sub`.
 */
export async function endOwnSession(
  ports: EndSessionPorts,
  { session: { sub }, parameters: { id } }: Input<'endSession'>,
): Promise<Reply> {
  await endSession(ports, { sub, sid: id }, 'ended by its user');
  return {};
}

export interface EndOtherSessionsPorts extends EndSessionPorts {
  userSessions: UserSessions;
  clock: Clock;
}

/** How many sessions end at the same time. The connections to AWS are limited. */
const BATCH = 20;

/**
 * Ends every session of the caller but the current one. If it fails on the way, a repeated call
 * ends the others.
 */
export async function endOtherSessions(
  ports: EndOtherSessionsPorts,
  { session: { sub, sid } }: Input<'endOtherSessions'>,
): Promise<Reply> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.filter((session) => session.sid !== sid);
  for (let from = 0; from < others.length; from += BATCH) {
    const batch = others.slice(from, from + BATCH);
    await Promise.all(batch.map((key) => endSession(ports, key, 'ended by its user')));
  }
  return {};
}
