import type { AppEvents } from '../app-events/app-events.ts';
import type { Notices } from '../notices/notices.ts';

export interface AnnouncePorts {
  notices: Notices;
  appEvents: AppEvents;
}

/**
 * Tells the owner of an account and the customer's app that the password has changed.
 * @param user `email` is where the owner reads it. Without one, only the app learns of it.
 */
export async function announcePasswordChange(
  { notices, appEvents }: AnnouncePorts,
  { sub, email }: { sub: string; email: string | null },
): Promise<void> {
  await Promise.all([
    email !== null && notices.send({ kind: 'password_changed', to: email }),
    appEvents.publish({ kind: 'password_changed', sub }),
  ]);
}
