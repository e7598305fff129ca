import type { Environment } from '../../contract/environment.ts';
import type { Timeouts } from '../adapters/clients.ts';
import { busRevalidationRequests } from '../adapters/events/revalidation-requests.ts';
import {
  type LazyRevalidationPorts,
  lazyRevalidation,
} from '../core/revocation/lazy-revalidation.ts';
import type { Freshness } from '../core/sessions/freshness.ts';
import { audit, report } from '../http/observe.ts';
import { buildEventBus } from './event-bus.ts';

/** Builds what requests confirmations, over the event bus. */
export const buildRevalidationRequests = (
  environment: Pick<Environment<'user-events'>, 'EVENT_BUS_NAME'>,
  timeouts: Timeouts,
): LazyRevalidationPorts => ({
  requests: busRevalidationRequests(buildEventBus(environment, timeouts)),
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
