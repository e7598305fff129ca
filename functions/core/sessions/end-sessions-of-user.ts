import { type AppEvents, type SessionsEnded, sessionsEnded } from '../app-events/app-events.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { inBatches } from './in-batches.ts';
import type { UserSessions } from './user-sessions.ts';

export interface EndSessionsOfUserPorts extends EndSessionPorts {
  userSessions: UserSessions;
  appEvents: AppEvents;
  clock: Clock;
}

interface EndSessionsOptions {
  /** ID of a session that goes on. */
  kept?: string;
  reason: SessionsEnded['reason'];
}

/** The reasons as they are audited. */
export const AUDITED_REASONS: Readonly<Record<SessionsEnded['reason'], string>> = {
  signed_out: 'ended by its user',
  password_changed: 'password changed',
  password_reset: 'password reset',
  account_deleted: 'account deleted',
};

/**
 * Ends every session of a user, except for `kept`, and publishes which ones, one batch at a time. If
 * it fails on the way, a repeated call ends the others.
 */
export async function endSessionsOfUser(
  ports: EndSessionsOfUserPorts,
  sub: string,
  { kept, reason }: EndSessionsOptions,
): Promise<void> {
  const sessions = await ports.userSessions.list(sub, inSeconds(ports.clock()));
  const others = sessions.map(({ sid }) => sid).filter((sid) => sid !== kept);
  await inBatches(others, async (sids) => {
    const ended = await Promise.all(
      sids.map(async (sid) =>
        (await endSession(ports, { sub, sid }, AUDITED_REASONS[reason])) ? [sid] : [],
      ),
    );
    if (ended.flat().length === 0) return;
    await ports.appEvents.publish(sessionsEnded(sub, reason, ended.flat()));
  });
}
