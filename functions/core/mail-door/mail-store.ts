/**
 * Stores the times of the last mails to an account for one purpose. Each method may throw
 * INTERNAL_ERROR, or TOO_MANY_REQUESTS if the database throttles it.
 */
export interface MailStore {
  /**
   * Notes that a mail is sent at `now`, in seconds since the epoch. Returns false, and notes nothing,
   * if the last one was sent too recently or the last hour is full.
   */
  reserve(id: string, now: number): Promise<boolean>;
  /** Forgets the mail of `now`, because it was not sent. */
  giveBack(id: string, now: number): Promise<void>;
}
