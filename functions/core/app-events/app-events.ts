import type * as z from 'zod/mini';
import type { APP_EVENTS, AppEventKind } from '../../../contract/app-events.ts';

/** Something that happened to an account, for the customer's own app. */
export type AppEvent = {
  [K in AppEventKind]: { kind: K } & Omit<z.output<(typeof APP_EVENTS)[K]>, 'version'>;
}[AppEventKind];

/** The port to the bus on which the customer's own app learns what happened to accounts. */
export interface AppEvents {
  /**
   * Publishes an event. Best effort: a failure is reported and never thrown. Undefined makes the
   * same call without an event, so that its duration tells a stranger nothing.
   */
  publish(event: AppEvent | undefined): Promise<void>;
}

/** Publishes nothing. */
export const silentAppEvents: AppEvents = { publish: async () => {} };

export type SessionsEnded = Extract<AppEvent, { kind: 'sessions_ended' }>;

/** Returns the event that sessions of a user have ended. */
export const sessionsEnded = (
  sub: string,
  reason: SessionsEnded['reason'],
  session_ids: readonly string[],
): SessionsEnded => ({ kind: 'sessions_ended', sub, reason, session_ids: [...session_ids] });
