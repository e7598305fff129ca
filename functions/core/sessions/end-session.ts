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

/**
 * Deletes the stored session, then tries to revoke its upstream token (best effort).
 *
 * The upstream token is deleted last. If the response to the deletion of the session is lost, a
 * repeated call finds the upstream token and does the rest, so an event can be recorded twice.
 * @returns false if there was no such session
 */
export async function endSession(
  ports: EndSessionPorts,
  { sub, sid }: SessionKey,
  reason: string,
  { revoke = true } = {},
): Promise<boolean> {
  const { sessions, audit } = ports;
  const [ended, upstream] = await Promise.all([
    sessions.end({ sub, sid }),
    sessions.findUpstream({ sub, sid }),
  ]);
  if (!ended && upstream === undefined) return false;
  audit('session_ended', { sub, sid, reason });
  if (upstream !== undefined) await discardUpstream(ports, { sub, sid }, upstream, revoke);
  return true;
}

/** If this fails, the upstream token stays until it expires or a repeated call deletes it. */
async function discardUpstream(
  { sessions, identity, sealer, report }: EndSessionPorts,
  key: SessionKey,
  upstream: string,
  revoke: boolean,
): Promise<void> {
  try {
    if (revoke) await identity.revoke(await sealer.open(upstream, key));
    await sessions.deleteUpstream(key);
  } catch (error) {
    report(error);
  }
}
