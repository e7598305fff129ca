import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { AwsException } from './exception.ts';

/** A mail that the service has sent itself. */
export interface SentMail {
  id: string;
  medium: 'EMAIL';
  to: string;
  subject: string;
  body: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
}

interface SendEmailInput {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[] };
  Content?: { Simple?: { Subject?: { Data?: string }; Body?: { Text?: { Data?: string } } } };
}

/** How many mails are kept. */
const MOST = 1_000;

/** The operation of SES that the service uses. Mails stay here, and end with the process. */
export class Ses {
  readonly #mails: SentMail[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the mails, oldest first. */
  mails(): readonly SentMail[] {
    return this.#mails;
  }

  /** @throws {AwsException} if the operation is unknown or a member is missing. */
  call(operation: string, { FromEmailAddress, Destination, Content }: SendEmailInput): object {
    const { Subject, Body } = Content?.Simple ?? {};
    const to = Destination?.ToAddresses ?? [];
    if (operation !== 'SendEmail') {
      throw new AwsException(
        'UnknownOperationException',
        `The sandbox does not support ses.${operation}`,
      );
    }
    if (!FromEmailAddress || to.length === 0 || !Subject?.Data || !Body?.Text?.Data) {
      throw new AwsException('BadRequestException', 'A mail needs a sender, a recipient and texts');
    }
    const id = randomUUID();
    for (const address of to) {
      this.#mails.push({
        id: `${id}-${this.#mails.length}`,
        medium: 'EMAIL',
        to: address,
        subject: Subject.Data,
        body: Body.Text.Data,
        sentAt: this.#clock(),
      });
    }
    this.#mails.splice(0, this.#mails.length - MOST);
    return { MessageId: id };
  }
}
