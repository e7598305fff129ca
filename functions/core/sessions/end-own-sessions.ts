/** The use cases by which users end their own sessions. */

import type { Input, Reply } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { type EndSessionsOfUserPorts, endSessionsOfUser } from './end-sessions-of-user.ts';

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

/**
 * Ends every session of the caller but the current one. If it fails on the way, a repeated call
 * ends the others.
 */
export async function endOtherSessions(
  ports: EndSessionsOfUserPorts,
  { session: { sub, sid } }: Input<'endOtherSessions'>,
): Promise<Reply> {
  await endSessionsOfUser(ports, sub, { kept: sid, reason: 'ended by its user' });
  return {};
}
