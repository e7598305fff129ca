import type { Mail } from '../mails/compose-mail.ts';

/** The port to what sends mails. */
export interface MailSender {
  /** @throws {Error} if the mail was not accepted in time; the message contains nothing of it */
  send(to: string, mail: Mail): Promise<void>;
}
