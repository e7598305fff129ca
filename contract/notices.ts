/** The mails by which the service itself tells people what happened to their accounts. */
export const NOTICE_KINDS = [
  'password_changed',
  'new_device',
  'email_changing',
  'email_changed',
  'address_in_use',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];
