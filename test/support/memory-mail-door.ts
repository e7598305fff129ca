/** The stores of the mail door in memory. They pass the same contract tests as the real ones. */

import { MAILED_CODE, MAILS } from '../../contract/limits.ts';
import type { CodeNotes } from '../../functions/core/mail-door/code-notes.ts';
import type { MailStore } from '../../functions/core/mail-door/mail-store.ts';

export function memoryMails(): MailStore {
  const times = new Map<string, number[]>();
  return {
    async reserve(id, now) {
      const sent = times.get(id) ?? [];
      const isFull = sent.filter((time) => time > now - MAILS.window).length >= MAILS.perAccount;
      if (isFull || sent.some((time) => time > now - MAILS.spacing)) return false;
      times.set(id, [now, ...sent]);
      return true;
    },
    async giveBack(id, now) {
      const [newest, ...others] = times.get(id) ?? [];
      if (newest === now) times.set(id, others);
    },
  };
}

export function memoryCodeNotes(): CodeNotes {
  const notes = new Map<string, { fingerprint: string; at: number }>();
  const find = (id: string, now: number) => {
    const note = notes.get(id);
    return note && now - note.at <= MAILED_CODE.resumable ? note.fingerprint : undefined;
  };
  return {
    find: async (id, now) => find(id, now),
    async swap(id, fingerprint, now) {
      const former = find(id, now);
      notes.set(id, { fingerprint, at: now });
      return former;
    },
    async delete(id) {
      notes.delete(id);
    },
  };
}
