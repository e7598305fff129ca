/** The mails by which the service itself tells people what happened to their accounts. */

import * as z from 'zod/mini';
import { EVENT_SOURCE } from './event-source.ts';

export const NOTICE_KINDS = [
  'password_changed',
  'new_device',
  'email_changing',
  'email_changed',
  'address_in_use',
  'passkey_added',
  'passkey_removed',
  'totp_enabled',
  'totp_disabled',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `detail-type` of the event that asks for a notice. */
export const NOTICE_REQUEST = 'notice requested';

/** The pattern of the rule that selects these events (EventBridge: "Event patterns"). */
export const NOTICE_PATTERN = { source: [EVENT_SOURCE], 'detail-type': [NOTICE_REQUEST] };

const text = z.string().check(z.minLength(1));

/** The part of the event that is used. */
export const noticeEvent = z.object({
  detail: z.object({
    kind: z.enum(NOTICE_KINDS),
    to: text,
    language: z.optional(text),
    device: z.optional(text),
  }),
});
