import { VALIDATION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { Audit, Report } from '../ports.ts';
import type { Freshness } from '../sessions/freshness.ts';
import type { Session, SessionKey } from '../sessions/session-store.ts';
import type { RevalidationRequests } from './revalidation-requests.ts';

export interface LazyRevalidationPorts {
  requests: RevalidationRequests;
  audit: Audit;
  report: Report;
}

/** Ages of the last confirmation, in seconds. */
export interface ValidationAges {
  /** From this age on, a new confirmation is requested. */
  requestAfter: number;
  /** From this age on, the session JWT is refused. */
  expireAfter: number;
}

/**
 * Requests a confirmation when a session is used whose last one is old. A failure to request it is
 * reported and changes nothing else, so that an outage of the bus signs nobody out.
 */
export function lazyRevalidation(
  ports: LazyRevalidationPorts,
  { requestAfter, expireAfter }: ValidationAges,
): Freshness {
  const isFirst = rememberRecent(VALIDATION.repeatAfter);
  return {
    async check(session, now) {
      const age = now - session.validatedAt;
      if (age >= expireAfter) throw new AuthError('TOKEN_EXPIRED', { variant: 'unvalidated' });
      const isDue = age >= requestAfter || isMarked(session);
      if (isDue && !isClaimed(session, now) && isFirst(session, now)) {
        await requestRevalidation(ports, session);
      }
    },
  };
}

const isMarked = ({ validation }: Session): boolean => validation?.mark !== undefined;

const isClaimed = ({ validation }: Session, now: number): boolean =>
  (validation?.claimedUntil ?? 0) > now;

/** Requests the confirmation of a session. A failure is reported and not thrown. */
export async function requestRevalidation(
  { requests, audit, report }: LazyRevalidationPorts,
  { sub, sid }: SessionKey,
): Promise<void> {
  try {
    await requests.send([{ sub, sid }]);
  } catch (error) {
    audit('revalidation_failed', { sub, sid, reason: 'the request was not accepted' });
    report(error);
  }
}

/** Sessions that a function remembers. Beyond that, it forgets the oldest. */
const MAX_REMEMBERED = 10_000;

/** Returns a function that is true once for each session within `seconds`. */
function rememberRecent(seconds: number) {
  const requestedAt = new Map<string, number>();
  return ({ sub, sid }: SessionKey, now: number): boolean => {
    for (const [oldest, at] of requestedAt) {
      if (at > now - seconds && requestedAt.size < MAX_REMEMBERED) break;
      requestedAt.delete(oldest);
    }
    const id = JSON.stringify([sub, sid]);
    if (requestedAt.has(id)) return false;
    requestedAt.set(id, now);
    return true;
  };
}
