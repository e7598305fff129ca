import type { Environment } from '../../contract/environment.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { readEventBridgeAccess } from '../adapters/events/aws-variables.ts';
import { eventBridgeRequests } from '../adapters/events/revalidation-requests.ts';
import {
  type LazyRevalidationPorts,
  lazyRevalidation,
} from '../core/revocation/lazy-revalidation.ts';
import type { Freshness } from '../core/sessions/freshness.ts';
import { audit, report } from '../http/observe.ts';

/** Builds what requests confirmations, over the event bus. */
export const buildRevalidationRequests = (
  { EVENT_BUS_NAME }: Pick<Environment<'user-events'>, 'EVENT_BUS_NAME'>,
  { eventsMs }: Timeouts,
): LazyRevalidationPorts => ({
  requests: eventBridgeRequests({
    access: () => readEventBridgeAccess(process.env),
    busName: EVENT_BUS_NAME,
    timeoutMs: eventsMs,
    clock: Date.now,
  }),
  audit,
  report,
});

type FreshnessEnvironment = Pick<
  Environment<'authorizer'>,
  'EVENT_BUS_NAME' | 'REVALIDATE_AFTER' | 'EXPIRE_UNVALIDATED_AFTER'
>;

/** Builds what checks the age of a session's last confirmation. */
export const buildFreshness = (environment: FreshnessEnvironment, timeouts: Timeouts): Freshness =>
  lazyRevalidation(buildRevalidationRequests(environment, timeouts), {
    requestAfter: environment.REVALIDATE_AFTER,
    expireAfter: environment.EXPIRE_UNVALIDATED_AFTER,
  });
