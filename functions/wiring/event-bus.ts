/** What a function puts on the foundation's bus. A function has one client of the bus. */

import { eventsClient, type Timeouts } from '../adapters/clients.ts';
import { busAppEvents } from '../adapters/events/app-events.ts';
import { type EventBus, eventBus } from '../adapters/events/event-bus.ts';
import { busNotices } from '../adapters/events/notices.ts';
import type { AppEvents } from '../core/app-events/app-events.ts';
import type { Notices } from '../core/notices/notices.ts';
import { omittedNotices } from '../core/notices/omitted-notices.ts';
import { audit, report } from '../http/observe.ts';

export const buildEventBus = (
  { EVENT_BUS_NAME }: { EVENT_BUS_NAME: string },
  timeouts: Timeouts,
): EventBus =>
  eventBus(eventsClient(timeouts), { busName: EVENT_BUS_NAME, timeoutMs: timeouts.eventsMs });

export const buildAppEvents = (bus: EventBus): AppEvents => busAppEvents(bus, { audit, report });

/** Builds the notices. They are counted only if the stage has no sender of mails. */
export const buildNotices = ({ NOTICES }: { NOTICES: 'on' | 'off' }, bus: EventBus): Notices =>
  NOTICES === 'on' ? busNotices(bus, { audit, report }) : omittedNotices(audit);

/** Builds what informs the owners of accounts and the customer's app. */
export const buildAnnouncements = (
  environment: { NOTICES: 'on' | 'off' },
  bus: EventBus,
): { notices: Notices; appEvents: AppEvents } => ({
  notices: buildNotices(environment, bus),
  appEvents: buildAppEvents(bus),
});
