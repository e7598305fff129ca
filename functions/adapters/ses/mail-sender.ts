import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { MailSender } from '../../core/notices/mail-sender.ts';
import { withDeadline } from '../deadline.ts';

const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/**
 * Sends mails with SES.
 * @param from the header `From`, encoded
 * @param timeoutMs milliseconds for all tries together
 */
export const sesMailSender = (
  client: SESv2Client,
  { from, timeoutMs }: { from: string; timeoutMs: number },
): MailSender => ({
  async send(to, { subject, html, text }) {
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: inUtf8(subject),
          Body: { Html: inUtf8(html), Text: inUtf8(text) },
        },
      },
    });
    try {
      await withDeadline(timeoutMs, (abortSignal) => client.send(command, { abortSignal }));
    } catch (error) {
      // An error of SES may quote the address.
      const { name } = error instanceof Error ? error : { name: typeof error };
      throw new Error(`SES did not accept the mail: ${name}`);
    }
  },
});
