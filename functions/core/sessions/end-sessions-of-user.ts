import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import type { UserSessions } from './user-sessions.ts';

export interface EndSessionsOfUserPorts extends EndSessionPorts {
  userSessions: UserSessions;
  clock: Clock;
}

/** How many sessions end at the same time. The connections to AWS are limited. */
const BATCH = 20;

/**
 * Ends every session of a user, except for `kept`. If it fails on the way, a repeated call ends the
 * others.
 */
export async function endSessionsOfUser(
  ports: EndSessionsOfUserPorts,
  sub: string,
  { kept, reason }: { kept?: string; reason: string },
): Promise<void> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.filter(({ sid }) => sid !== kept);
  for (let from = 0; from < others.length; from += BATCH) {
    const batch = others.slice(from, from + BATCH);
    await Promise.all(batch.map((key) => endSession(ports, key, reason)));
  }
}
