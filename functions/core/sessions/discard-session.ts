import type { Audit, Report } from '../ports.ts';
import type { SessionKey, SessionStore } from './session-store.ts';

export interface DiscardSessionPorts {
  sessions: Pick<SessionStore, 'end' | 'deleteUpstream'>;
  audit: Audit;
  report: Report;
}

/**
 * Ends a session that a sign-in replaces, or that must not begin, without a revocation at the
 * upstream. Never throws. A failure is reported.
 */
export async function discardSession(
  { sessions, audit, report }: DiscardSessionPorts,
  { sub, sid }: SessionKey,
  reason: string,
): Promise<void> {
  // Both at once, to save time. A session that stays without its upstream token ends at its next
  // revalidation.
  const deletions = [sessions.end({ sub, sid }), sessions.deleteUpstream({ sub, sid })] as const;
  const [ended, deleted] = await Promise.allSettled(deletions);
  for (const outcome of [ended, deleted]) if (outcome.status === 'rejected') report(outcome.reason);
  if (ended.status === 'fulfilled' && ended.value) audit('session_ended', { sub, sid, reason });
}
