import type { Environment } from '../../contract/environment.ts';
import type { EventBus } from '../adapters/events/event-bus.ts';
import { busRevalidationRequests } from '../adapters/events/revalidation-requests.ts';
import {
  type LazyRevalidationPorts,
  lazyRevalidation,
} from '../core/revocation/lazy-revalidation.ts';
import type { Freshness } from '../core/sessions/freshness.ts';
import { audit, report } from '../http/observe.ts';

/** Builds what requests confirmations, over the event bus. */
export const buildRevalidationRequests = (bus: EventBus): LazyRevalidationPorts => ({
  requests: busRevalidationRequests(bus),
  audit,
  report,
});

type FreshnessEnvironment = Pick<
  Environment<'authorizer'>,
  'REVALIDATE_AFTER' | 'EXPIRE_UNVALIDATED_AFTER'
>;

/** Builds what checks the age of a session's last confirmation. */
export const buildFreshness = (environment: FreshnessEnvironment, bus: EventBus): Freshness =>
  lazyRevalidation(buildRevalidationRequests(bus), {
    requestAfter: environment.REVALIDATE_AFTER,
    expireAfter: environment.EXPIRE_UNVALIDATED_AFTER,
  });
