import { composeMail } from '../mails/compose-mail.ts';
import type { Audit } from '../ports.ts';
import type { MailSender } from './mail-sender.ts';
import type { Notice } from './notices.ts';

export interface SendNoticePorts {
  mails: MailSender;
  /** The name of the customer's service. */
  service: string | undefined;
  audit: Audit;
}

/**
 * Sends a notice.
 * @throws {Error} if the mail was not accepted, so that the queue delivers the request again
 */
export async function sendNotice(
  { mails, service, audit }: SendNoticePorts,
  { kind, to, language, device }: Notice,
): Promise<void> {
  const values = device === undefined ? {} : { device };
  try {
    await mails.send(to, composeMail(kind, { language, service, values }));
  } catch (error) {
    audit('notice_failed', { kind, reason: 'the mail was not accepted' });
    throw error;
  }
}
