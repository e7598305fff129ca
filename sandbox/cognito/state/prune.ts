import type { Store } from './store.ts';

/** How long a spent or expired session is remembered, so that it is refused by its own sentence. */
const REMEMBERED_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** How many mails the outbox keeps. */
const MAILS = 1_000;

/** Deletes what has expired. It runs at each start. */
export function prune(store: Store, now: number): void {
  for (const table of ['sessions', 'refreshTokens', 'registrations'] as const) {
    for (const key of store.keys(table)) {
      const record = store.get(table, key);
      if (record !== undefined && record.expires + REMEMBERED_MS < now) store.delete(table, key);
    }
  }
  for (const key of store.keys('usage')) {
    const latest = Math.max(0, ...(store.get('usage', key)?.times ?? []));
    if (latest + DAY_MS < now) store.delete('usage', key);
  }
  for (const key of store.keys('mails').slice(0, -MAILS)) store.delete('mails', key);
}
