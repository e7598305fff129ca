/** The mails with codes, which Cognito sends, and how long a mail may be. */

/** What a mailed code or password is for. */
export const CODE_MAIL_KINDS = [
  'sign_up',
  'reset_password',
  'change_email',
  'sign_in',
  'invitation',
] as const;

export type CodeMailKind = (typeof CODE_MAIL_KINDS)[number];

/** In characters (AWS: "Custom message Lambda trigger"). */
export const MAIL = { subjectLength: 140, bodyLength: 20_000 } as const;
