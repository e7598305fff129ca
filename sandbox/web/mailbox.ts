/** The mails that Cognito and the service have sent, as pages and tests of the sandbox read them. */

interface Mail {
  id: string;
  medium: string;
  to: string;
  subject: string;
  body: string;
  /** What the reader must type: a code or a temporary password. */
  code?: string;
  /** Why Cognito sent it. Undefined for a mail of the service. */
  triggerSource?: string;
  /** Milliseconds since the epoch. */
  sentAt: number;
}

/** Returns all mails, oldest first. */
export type Mails = () => readonly Mail[];

/** Lists mails, newest first. `to` selects one recipient, without regard to case. */
export const listMails = (mails: Mails, to: string | null) =>
  mails()
    .filter((mail) => to === null || isSameAddress(mail.to, to))
    .map(({ id, medium, to: recipient, subject, body, code, triggerSource, sentAt }) => ({
      id,
      medium,
      to: recipient,
      subject,
      body,
      code: code === undefined ? undefined : typedCode(body, code),
      triggerSource,
      sentAt: new Date(sentAt).toISOString(),
    }))
    .reverse();

/** Returns what a person must type: Cognito's code, and what the trigger wrote behind it. */
const typedCode = (body: string, code: string): string =>
  code + (/^[0-9A-Z]*/.exec(body.slice(body.indexOf(code) + code.length))?.[0] ?? '');

/** A plus sign that was not encoded arrives as a space, which no address contains. */
const isSameAddress = (first: string, second: string): boolean =>
  first.toLowerCase() === second.replaceAll(' ', '+').toLowerCase();
