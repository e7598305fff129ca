import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { inBatches } from './in-batches.ts';
import type { SessionKey } from './session-store.ts';
import type { UserSessions } from './user-sessions.ts';

export interface EndSessionsOfUserPorts extends EndSessionPorts {
  userSessions: UserSessions;
  clock: Clock;
}

/**
 * Ends every session of a user, except for `kept`. If it fails on the way, a repeated call ends the
 * others. Returns the sessions that it has ended.
 */
export async function endSessionsOfUser(
  ports: EndSessionsOfUserPorts,
  sub: string,
  { kept, reason }: { kept?: string; reason: string },
): Promise<SessionKey[]> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.filter(({ sid }) => sid !== kept);
  await inBatches(others, (key) => endSession(ports, key, reason));
  return others;
}
