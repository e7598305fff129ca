/** The event that asks for a new confirmation of a session's user by Cognito. */

import * as z from 'zod/mini';
import { EVENT_SOURCE } from './event-source.ts';

/** `source` and `detail-type` of the event. */
export const REVALIDATION_REQUEST = {
  source: EVENT_SOURCE,
  detailType: 'session revalidation requested',
} as const;

/** The pattern of the rule that selects these events (EventBridge: "Event patterns"). */
export const REVALIDATION_PATTERN = {
  source: [REVALIDATION_REQUEST.source],
  'detail-type': [REVALIDATION_REQUEST.detailType],
};

const name = z.string().check(z.minLength(1));

/** The parts of the event that are used. `time` is when EventBridge received it. */
export const revalidationEvent = z.object({
  time: z.iso.datetime(),
  detail: z.object({ sub: name, sid: name }),
});
