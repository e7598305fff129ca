import { MAILS } from '../../contract/limits.ts';
import type { MailStore } from '../../functions/core/mail-door/mail-store.ts';

/** Stores the times of mails in memory. */
export function memoryMails(): MailStore {
  const times = new Map<string, number[]>();
  return {
    async reserve(id, now) {
      const recent = (times.get(id) ?? []).filter((time) => time > now - MAILS.window);
      const isSpaced = recent.every((time) => time <= now - MAILS.spacing);
      if (!isSpaced || recent.length >= MAILS.perAccount) return false;
      times.set(id, [...recent, now]);
      return true;
    },
    async giveBack(id, now) {
      times.set(
        id,
        (times.get(id) ?? []).filter((time) => time !== now),
      );
    },
  };
}
