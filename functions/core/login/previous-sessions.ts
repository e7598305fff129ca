import type { ErrorCode } from '../../../contract/errors/index.ts';
import { undefinedIfRefused } from '../error.ts';
import type { Report } from '../ports.ts';
import { distinctSessions } from '../sessions/presented-tokens.ts';
import type { RefreshTokens } from '../sessions/refresh-token.ts';
import type { SessionKey } from '../sessions/session-store.ts';

/**
 * Returns the sessions that the cookies of a login name. The login ends them, because it replaces
 * the cookie. Never throws: an old session must not prevent a new one. A failure is reported.
 */
export async function readPreviousSessions(
  { refreshTokens, report }: { refreshTokens: RefreshTokens; report: Report },
  presented: readonly string[],
): Promise<SessionKey[]> {
  try {
    const claims = await Promise.all(
      presented.map((token) => undefinedIfRefused(refreshTokens.read(token), NOT_READABLE)),
    );
    return distinctSessions(claims.filter((claim) => claim !== undefined));
  } catch (error) {
    report(error);
    return [];
  }
}

/** Codes of a token that this service did not issue, or whose key cannot be looked up now. */
const NOT_READABLE: readonly ErrorCode[] = ['INVALID_REFRESH_TOKEN', 'SERVICE_UNAVAILABLE'];
