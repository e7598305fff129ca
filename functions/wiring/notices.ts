import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { noticeEvent } from '../../contract/notices.ts';
import { mailClient, type Timeouts } from '../adapters/clients.ts';
import { sesMailSender } from '../adapters/ses/mail-sender.ts';
import { sendNotice } from '../core/notices/send-notice.ts';
import { audit, logFailure } from '../http/observe.ts';
import { createQueueHandler, type QueueHandler } from '../queue/queue-handler.ts';

/**
 * Creates the handler that sends notices.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createNoticesHandler(timeouts: Timeouts = TIMEOUTS): QueueHandler {
  const { MAIL_FROM, MAIL_SERVICE_NAME } = parseEnvironment('notices', process.env);
  const ports = {
    mails: sesMailSender(mailClient(timeouts), { from: MAIL_FROM, timeoutMs: timeouts.mailMs }),
    service: MAIL_SERVICE_NAME,
    audit,
  };
  return createQueueHandler(noticeEvent, {
    handle: ({ detail }) => sendNotice(ports, detail),
    logFailure,
  });
}
