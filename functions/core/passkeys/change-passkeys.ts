import type { ErrorCode } from '../../../contract/errors/index.ts';
import { findVerdict } from '../login/verdict.ts';
import type { Notices } from '../notices/notices.ts';
import type { Audit } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';

export interface ChangePasskeysPorts {
  notices: Notices;
  audit: Audit;
}

/** Errors after which the passkeys are certainly as they were. */
const UNCHANGED: Readonly<Partial<Record<ErrorCode, 'unchanged'>>> = {
  CONFLICT: 'unchanged',
  INTERNAL_ERROR: 'unchanged',
  INVALID_CHALLENGE: 'unchanged',
  INVALID_TOKEN: 'unchanged',
  PASSKEY_REJECTED: 'unchanged',
  SERVICE_UNAVAILABLE: 'unchanged',
};

/**
 * Waits for a change at the upstream, and tells the owner of the account, and the log. That includes
 * a change whose answer was lost.
 * @throws what `work` rejects with
 */
export async function changePasskeys(
  { audit, notices }: ChangePasskeysPorts,
  { sub, sid, user }: Session,
  change: 'added' | 'removed',
  work: Promise<void>,
): Promise<void> {
  const [changed] = await Promise.allSettled([work]);
  const error: unknown = changed.status === 'rejected' ? changed.reason : undefined;
  if (error === undefined || findVerdict(error, UNCHANGED) === 'unclear') {
    audit(`passkey_${change}`, { sub, sid });
    await notices.send(user.email ? { kind: `passkey_${change}`, to: user.email } : undefined);
  }
  if (error !== undefined) throw error;
}
