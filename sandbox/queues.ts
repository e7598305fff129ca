import { NOTICE_PATTERN } from '../contract/notices.ts';
import { REVALIDATION_PATTERN } from '../contract/revalidation-request.ts';
import { userEventPattern } from '../contract/user-events.ts';
import { DEFAULT_BUS } from './aws/event-bridge.ts';
import type { Aws } from './aws/services.ts';
import { EVENT_BUS } from './environment.ts';
import { loadQueueHandlers } from './handlers.ts';
import { createQueue } from './queue.ts';

/**
 * Connects the events of Cognito and those on the foundation's bus to their functions, with the
 * rules and queues that `lib/` deploys. Returns what stops them.
 */
export async function connectQueues({ events, pool }: Aws): Promise<() => Promise<void>> {
  const handlers = await loadQueueHandlers();
  const revalidate = createQueue(handlers.revalidate);
  const userEvents = createQueue(handlers['user-events']);
  const notices = createQueue(handlers.notices);
  events.addRule({ bus: EVENT_BUS, pattern: REVALIDATION_PATTERN, target: revalidate.send });
  events.addRule({ bus: EVENT_BUS, pattern: NOTICE_PATTERN, target: notices.send });
  events.addRule({
    bus: DEFAULT_BUS,
    pattern: userEventPattern(pool.id),
    target: userEvents.send,
  });
  return async () =>
    void (await Promise.all([revalidate.close(), userEvents.close(), notices.close()]));
}
