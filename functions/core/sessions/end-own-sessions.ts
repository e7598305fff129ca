/** The use cases by which users end their own sessions. */

import type { AppEvents } from '../app-events/app-events.ts';
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
  ports: EndOwnSessionPorts,
  { session: { sub }, parameters: { id } }: Input<'endSession'>,
): Promise<Reply> {
  await endAndPublish(ports, sub, [id]);
  return {};
}

export interface EndOwnSessionPorts extends EndSessionPorts {
  appEvents: AppEvents;
}

export interface EndOtherSessionsPorts extends EndOwnSessionPorts {
  userSessions: UserSessions;
  clock: Clock;
}

/** How many sessions end at the same time. The connections to AWS are limited. */
const BATCH = 20;

const REASON = 'ended by its user';

/**
 * Ends every session of the caller but the current one. If it fails on the way, a repeated call
 * ends the others.
 */
export async function endOtherSessions(
  ports: EndOtherSessionsPorts,
  { session: { sub, sid } }: Input<'endOtherSessions'>,
): Promise<Reply> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.map((session) => session.sid).filter((other) => other !== sid);
  for (let from = 0; from < others.length; from += BATCH) {
    await endAndPublish(ports, sub, others.slice(from, from + BATCH));
  }
  return {};
}

/** Ends sessions, and tells the customer's app which of them there were. */
async function endAndPublish(
  ports: EndOwnSessionPorts,
  sub: string,
  sids: readonly string[],
): Promise<void> {
  const ended = await Promise.all(
    sids.map(async (sid) => ((await endSession(ports, { sub, sid }, REASON)) ? [sid] : [])),
  );
  const session_ids = ended.flat();
  if (session_ids.length === 0) return;
  await ports.appEvents.publish({ kind: 'sessions_ended', sub, reason: 'signed_out', session_ids });
}
