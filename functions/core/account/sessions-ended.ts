import type { AppEvent } from '../app-events/app-events.ts';
import type { SessionKey } from '../sessions/session-store.ts';

type SessionsEnded = Extract<AppEvent, { kind: 'sessions_ended' }>;

/** Returns the event for the customer's app that sessions of a user have ended. */
export const sessionsEnded = (
  sub: string,
  reason: SessionsEnded['reason'],
  sessions: readonly SessionKey[],
): SessionsEnded => ({
  kind: 'sessions_ended',
  sub,
  reason,
  session_ids: sessions.map(({ sid }) => sid),
});
