import type { ErrorCode } from '../../../contract/errors/index.ts';
import type { Audit, Report } from '../ports.ts';
import { distinctSessions, undefinedIfRefused } from '../sessions/presented-tokens.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { SessionKey, SessionStore } from '../sessions/session-store.ts';

interface PreviousSessionsPorts {
  sessions: SessionStore;
  refreshTokens: RefreshTokens;
  audit: Audit;
  report: Report;
}

/**
 * Ends the sessions that the cookies of a login name, because the login replaces the cookie. Never
 * throws: an old session must not prevent a new one. A failure is reported.
 */
export async function endPreviousSessions(
  ports: PreviousSessionsPorts,
  presented: readonly string[],
): Promise<void> {
  try {
    const claims = await Promise.all(
      presented.map((token) => undefinedIfRefused(ports.refreshTokens.read(token), NOT_READABLE)),
    );
    const keys = distinctSessions(claims.filter((claim) => claim !== undefined));
    await Promise.all(keys.map((key) => endPreviousSession(ports, key)));
  } catch (error) {
    ports.report(error);
  }
}

/** Codes of a token that this service did not issue, or whose key cannot be looked up now. */
const NOT_READABLE: readonly ErrorCode[] = ['INVALID_REFRESH_TOKEN', 'SERVICE_UNAVAILABLE'];

async function endPreviousSession(
  { sessions, audit, report }: PreviousSessionsPorts,
  { sub, sid }: SessionKey,
): Promise<void> {
  // Both at once, to save time. A session that stays without its upstream token ends at its next
  // revalidation.
  const deletions = [sessions.end({ sub, sid }), sessions.deleteUpstream({ sub, sid })] as const;
  const [ended, deleted] = await Promise.allSettled(deletions);
  for (const outcome of [ended, deleted]) if (outcome.status === 'rejected') report(outcome.reason);
  if (ended.status === 'fulfilled' && ended.value) {
    audit('session_ended', { sub, sid, reason: 'replaced by a login' });
  }
}
