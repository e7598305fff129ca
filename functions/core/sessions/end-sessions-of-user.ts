import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { inBatches } from './in-batches.ts';
import type { UserSessions } from './user-sessions.ts';

export interface EndSessionsOfUserPorts extends EndSessionPorts {
  userSessions: UserSessions;
  clock: Clock;
}

interface EndSessionsOptions {
  /** ID of a session that goes on. */
  kept?: string;
  reason: string;
  /** Receives the IDs of the sessions that have ended, one batch at a time. */
  onEnded: (sids: readonly string[]) => Promise<void>;
}

/**
 * Ends every session of a user, except for `kept`. If it fails on the way, a repeated call ends the
 * others.
 */
export async function endSessionsOfUser(
  ports: EndSessionsOfUserPorts,
  sub: string,
  { kept, reason, onEnded }: EndSessionsOptions,
): Promise<void> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.map(({ sid }) => sid).filter((sid) => sid !== kept);
  await inBatches(others, async (sids) => {
    const ended = await Promise.all(
      sids.map(async (sid) => ((await endSession(ports, { sub, sid }, reason)) ? [sid] : [])),
    );
    if (ended.flat().length > 0) await onEnded(ended.flat());
  });
}
