import type { Audit, Identity, Report, Session, Sessions } from '../ports.ts';
import type { Sealer } from './sealer.ts';

export interface EndSessionPorts {
  sessions: Sessions;
  identity: Identity;
  sealer: Sealer;
  audit: Audit;
  report: Report;
}

/**
 * Ends a session here, which is what counts, then revokes its upstream token as well as that goes.
 */
export async function endSession(
  { sessions, identity, sealer, audit, report }: EndSessionPorts,
  { sub, sid }: Pick<Session, 'sub' | 'sid'>,
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
