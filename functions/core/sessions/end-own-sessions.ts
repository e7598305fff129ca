/** The use cases by which users end their own sessions. */

import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { inBatches } from './in-batches.ts';
import type { SessionKey } from './session-store.ts';
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

/**
 * Ends every session of the caller but the current one. If it fails on the way, a repeated call
 * ends the others.
 */
export async function endOtherSessions(
  ports: EndOtherSessionsPorts,
  { session }: Input<'endOtherSessions'>,
): Promise<Reply> {
  await endOthers(ports, session, 'ended by its user');
  return {};
}

/** Ends every session of a user but one. Returns those that have ended. */
export async function endOthers(
  { userSessions, clock, ...ports }: EndOtherSessionsPorts,
  { sub, sid }: SessionKey,
  reason: string,
): Promise<SessionKey[]> {
  const sessions = await userSessions.list(sub, inSeconds(clock()));
  const others = sessions.filter((session) => session.sid !== sid);
  await inBatches(others, (key) => endSession(ports, key, reason));
  return others;
}
