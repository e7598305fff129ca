import type { CodeMailKind } from '../../../contract/mails.ts';
import type { NoticeKind } from '../../../contract/notices.ts';

export type MailKind = CodeMailKind | NoticeKind;

/**
 * A text of a mail. `paragraphs` may contain `{code}`, `{username}` and `{device}`, for which the
 * kinds that have them get values. No text contains a link: a person who learns to follow links in
 * our mails would follow those of others.
 */
export interface MailText {
  subject: string;
  paragraphs: readonly string[];
}

/** All texts of one language. A language without one of them does not compile. */
export interface MailTexts extends Readonly<Record<MailKind, MailText>> {
  /** Stands for the device if the browser did not say what it is. */
  unknownDevice: string;
}
