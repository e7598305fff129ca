import { REVALIDATION_REQUEST } from '../../../contract/revalidation-request.ts';
import type { RevalidationRequests } from '../../core/revocation/revalidation-requests.ts';
import type { EventBus } from './event-bus.ts';

/** Puts requests on the bus, one event for each session. */
export const busRevalidationRequests = (bus: EventBus): RevalidationRequests => ({
  send: (sessions) =>
    bus.put(
      sessions.map(({ sub, sid }) => ({
        detailType: REVALIDATION_REQUEST.detailType,
        detail: { sub, sid },
      })),
    ),
});
