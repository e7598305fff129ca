import { NO_EVENT } from '../../../contract/event-source.ts';
import type { AppEvents } from '../../core/app-events/app-events.ts';
import type { Audit, Report } from '../../core/ports.ts';
import type { EventBus } from './event-bus.ts';

const VERSION = 1;

/** Publishes events on the bus. The kind of an event is its `detail-type`. */
export const busAppEvents = (
  bus: EventBus,
  { audit, report }: { audit: Audit; report: Report },
): AppEvents => ({
  async publish(event) {
    try {
      if (!event) return await bus.put([{ detailType: NO_EVENT, detail: {} }]);
      const { kind, ...detail } = event;
      await bus.put([{ detailType: kind, detail: { version: VERSION, ...detail } }]);
    } catch (error) {
      if (event) audit('app_event_failed', { kind: event.kind, sub: event.sub });
      report(error);
    }
  },
});
