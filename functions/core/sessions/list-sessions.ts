import { createHash } from 'node:crypto';
import type { ListedSession, SessionsResponse } from '../../../contract/schemas/index.ts';
import type { Clock } from '../ports.ts';
import { inSeconds, toIsoTime } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { type IdleTimeout, lastUsedAt } from './idle.ts';
import type { Session } from './session-store.ts';
import type { UserSessions } from './user-sessions.ts';

export interface ListSessionsPorts {
  userSessions: UserSessions;
  idle: IdleTimeout;
  clock: Clock;
}

/** Returns the live sessions of the caller, the last used one first. */
export async function listSessions(
  { userSessions, idle, clock }: ListSessionsPorts,
  { session: current }: Input<'listSessions'>,
): Promise<Reply> {
  const now = inSeconds(clock());
  const sessions = await userSessions.list(current.sub, now);
  const body: SessionsResponse = {
    sessions: sessions
      .filter((session) => !idle.isIdle(session, now))
      .toSorted((a, b) => lastUsedAt(b) - lastUsedAt(a) || b.createdAt - a.createdAt)
      .map((session) => describe(session, current)),
  };
  return { body };
}

const describe = (session: Session, current: Session): ListedSession => ({
  id: session.sid,
  device: session.client ?? null,
  network: labelNetwork(session),
  created_at: toIsoTime(session.createdAt),
  last_used_at: toIsoTime(lastUsedAt(session)),
  current: session.sid === current.sid,
});

/**
 * Returns a label that is equal for sessions of one user on the same network. It depends on the
 * user, so that nobody learns from the labels of two users whether they share a network.
 */
const labelNetwork = ({ sub, network }: Session): string =>
  createHash('sha256')
    .update(JSON.stringify([sub, network]))
    .digest('hex')
    .slice(0, 8);
