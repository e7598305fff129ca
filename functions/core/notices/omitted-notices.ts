import type { Audit } from '../ports.ts';
import type { Notices } from './notices.ts';

/** Counts the notices of a stage that sends none. */
export const omittedNotices = (audit: Audit): Notices => ({
  async send(notice) {
    if (notice) audit('notice_omitted', { kind: notice.kind });
  },
});
