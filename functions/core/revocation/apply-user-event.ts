import { USER_EVENTS } from '../../../contract/limits.ts';
import { ENDING_USER_EVENTS, type UserEvent } from '../../../contract/user-events.ts';
import type { Audit, Clock } from '../ports.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import { type LazyRevalidationPorts, requestRevalidation } from './lazy-revalidation.ts';
import type { SignedInSession, ValidationStore } from './validation-store.ts';

export interface UserEventPorts extends LazyRevalidationPorts {
  sessions: Pick<SessionStore, 'deleteUpstream'>;
  validations: ValidationStore;
  clock: Clock;
  audit: Audit;
}

/**
 * Ends or marks the sessions of the user whom an event concerns. Events arrive minutes late, and the
 * service's own calls are among them. Therefore a session ends only if its sign-in precedes the
 * event. A younger session is marked, and so is every session if only the user's groups changed. May
 * be repeated.
 */
export async function applyUserEvent(ports: UserEventPorts, event: UserEvent): Promise<void> {
  const { eventName, eventTime, eventID, errorCode, additionalEventData } = event;
  if (errorCode !== undefined) return; // The call was denied or failed.
  const sub = additionalEventData?.sub;
  if (!sub) {
    ports.audit('user_event_without_user', { name: eventName, id: eventID });
    return;
  }
  const isEnding = (ENDING_USER_EVENTS as readonly string[]).includes(eventName);
  const endBefore = isEnding ? inSeconds(Date.parse(eventTime)) - USER_EVENTS.margin : 0;
  const now = inSeconds(ports.clock());
  for (const session of await ports.validations.listLive(sub, now)) {
    await endOrMark(ports, session, { endBefore, now, reason: eventName });
  }
}

async function endOrMark(
  ports: UserEventPorts,
  { sub, sid, authenticatedAt }: SignedInSession,
  { endBefore, now, reason }: { endBefore: number; now: number; reason: string },
): Promise<void> {
  const key = { sub, sid };
  if (authenticatedAt < endBefore && (await ports.validations.endOlder(key, endBefore))) {
    ports.audit('session_ended', { sub, sid, reason });
    await ports.sessions.deleteUpstream(key);
  } else if (await ports.validations.mark(key, now)) {
    ports.audit('session_marked', { sub, sid, reason });
    await requestRevalidation(ports, key);
  }
}
