/** The texts of the mails with codes. */

import type { MailedCodePurpose } from './mailed-code.ts';

export interface MailText {
  subject: string;
  /** Cognito sends it as HTML. */
  body: string;
}

const TEXTS: Readonly<Record<MailedCodePurpose, { subject: string; use: string }>> = {
  sign_up: { subject: 'Confirm your e-mail address', use: 'to confirm your e-mail address' },
  reset_password: { subject: 'Reset your password', use: 'to reset your password' },
  sign_in: { subject: 'Your sign-in code', use: 'to sign in' },
  change_email: { subject: 'Confirm your new address', use: 'to confirm your new e-mail address' },
};

/** Writes the mail for a purpose. `code` is the text that the person must enter. */
export function writeMailText(purpose: MailedCodePurpose, code: string): MailText {
  const { subject, use } = TEXTS[purpose];
  const sentences = [
    `Your code ${use} is ${code}.`,
    'Do not give it to anybody.',
    'If you did not ask for it, ignore this message.',
  ];
  return { subject, body: sentences.join(' ') };
}
