/**
 * The events that the service puts on the foundation's bus for the customer's own app. New members
 * may be added to a detail. A change that breaks a reader gets another `version`.
 */

import * as z from 'zod/mini';

const version = z.literal(1);
/** The user's ID, which never changes and is never given to another user. */
const sub = z.string().check(z.minLength(1));
const ofUser = z.strictObject({ version, sub });
/** Null if the user has no e-mail address, which only an existing user pool allows. */
const withEmail = z.strictObject({ version, sub, email: z.nullable(z.string()) });

/** Why sessions ended before their time. */
const SESSION_END_REASONS = [
  'signed_out',
  'password_changed',
  'password_reset',
  'account_deleted',
] as const;

/** The schema of `detail` for each `detail-type`. */
export const APP_EVENTS = {
  signed_up: withEmail,
  confirmed: withEmail,
  email_changed: withEmail,
  password_changed: ofUser,
  deleted: ofUser,
  sessions_ended: z.strictObject({
    version,
    sub,
    reason: z.enum(SESSION_END_REASONS),
    session_ids: z.array(z.string()),
  }),
} as const;

export type AppEventKind = keyof typeof APP_EVENTS;
