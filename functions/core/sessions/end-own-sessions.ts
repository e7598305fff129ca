/** The use cases by which users end their own sessions. */

import { type AppEvents, sessionsEnded } from '../app-events/app-events.ts';
import type { Input, Reply } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import {
  AUDITED_REASONS,
  type EndSessionsOfUserPorts,
  endSessionsOfUser,
} from './end-sessions-of-user.ts';

export interface EndOwnSessionPorts extends EndSessionPorts {
  appEvents: AppEvents;
}

export type EndOtherSessionsPorts = EndOwnSessionPorts & EndSessionsOfUserPorts;

/**
 * Ends one session of the caller. Idempotent: the reply does not depend on whether the session
 * exists. The session of another user is not found, because the key contains the caller's `sub`.
 */
export async function endOwnSession(
  ports: EndOwnSessionPorts,
  { session: { sub }, parameters: { id } }: Input<'endSession'>,
): Promise<Reply> {
  if (await endSession(ports, { sub, sid: id }, AUDITED_REASONS.signed_out)) {
    await ports.appEvents.publish(sessionsEnded(sub, 'signed_out', [id]));
  }
  return {};
}

/**
 * Ends every session of the caller but the current one. If it fails on the way, a repeated call
 * ends the others.
 */
export async function endOtherSessions(
  ports: EndOtherSessionsPorts,
  { session: { sub, sid } }: Input<'endOtherSessions'>,
): Promise<Reply> {
  await endSessionsOfUser(ports, sub, { kept: sid, reason: 'signed_out' });
  return {};
}
