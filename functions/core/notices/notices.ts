import type { NoticeKind } from '../../../contract/notices.ts';

/** A mail to the owner of an account. Its texts are fixed. */
export interface Notice {
  kind: NoticeKind;
  /** The verified e-mail address of the account: the old one while it is being changed. */
  to: string;
  /** The user's `locale`, or what the client asked for. Defaults to English. */
  language?: string | undefined;
  /** What `describeClient` says of a new device. Undefined if it is not known. */
  device?: string | undefined;
}

/** The port to the mails that the service sends itself. */
export interface Notices {
  /**
   * Requests a notice. Best effort: a failure is reported and never thrown. Undefined makes the same
   * call without a notice, so that its duration tells a stranger nothing.
   */
  send(notice: Notice | undefined): Promise<void>;
}

/** Sends nothing. */
export const silentNotices: Notices = { send: async () => {} };
