import { announceChange } from '../mfa/announce-change.ts';
import type { Notices } from '../notices/notices.ts';
import type { Audit } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';

export interface ChangePasskeysPorts {
  notices: Notices;
  audit: Audit;
}

/**
 * Waits for a change at the upstream, and tells the owner of the account, and the log.
 * @throws what `work` rejects with
 */
export const changePasskeys = (
  { audit, notices }: ChangePasskeysPorts,
  { sub, sid, user }: Session,
  change: 'added' | 'removed',
  work: Promise<void>,
): Promise<void> =>
  announceChange(work, async () => {
    audit(`passkey_${change}`, { sub, sid });
    await notices.send(user.email ? { kind: `passkey_${change}`, to: user.email } : undefined);
  });
