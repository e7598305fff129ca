import type { Audit, Report } from '../ports.ts';
import type { Sealer } from './sealer.ts';
import type { SessionKey, SessionStore } from './session-store.ts';
import type { Revocation } from './upstream-session.ts';

export interface EndSessionPorts {
  sessions: SessionStore;
  identity: Revocation;
  sealer: Sealer;
  audit: Audit;
  report: Report;
}

/** Deletes the stored session, then tries to revoke its upstream token (best effort). */
export async function endSession(
  { sessions, identity, sealer, audit, report }: EndSessionPorts,
  { sub, sid }: SessionKey,
  reason: string,
  { revoke = true } = {},
): Promise<void> {
  const ended = await sessions.end({ sub, sid });
  if (!ended) return;
  audit('session_ended', { sub, sid, reason });
  if (!revoke) return;
  try {
    await identity.revoke(await sealer.open(ended.upstream, ended));
  } catch (error) {
    report(error);
  }
}
