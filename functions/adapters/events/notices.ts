import { NO_EVENT } from '../../../contract/event-source.ts';
import { NOTICE_REQUEST } from '../../../contract/notices.ts';
import type { Notices } from '../../core/notices/notices.ts';
import type { Audit, Report } from '../../core/ports.ts';
import type { EventBus } from './event-bus.ts';

/** Requests notices on the bus, so that no request waits for a mail. */
export const busNotices = (
  bus: EventBus,
  { audit, report }: { audit: Audit; report: Report },
): Notices => ({
  async send(notice) {
    try {
      await bus.put([
        notice
          ? { detailType: NOTICE_REQUEST, detail: notice }
          : { detailType: NO_EVENT, detail: {} },
      ]);
    } catch (error) {
      if (notice) {
        audit('notice_failed', { kind: notice.kind, reason: 'the request was not accepted' });
      }
      report(error);
    }
  },
});
