import { VALIDATION } from '../../../contract/limits.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import type { SessionKey, SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { LookedUpUser, UserLookup } from './user-lookup.ts';
import type { Claim, ValidationStore } from './validation-store.ts';

export interface RevalidatePorts {
  sessions: Pick<SessionStore, 'deleteUpstream'>;
  validations: ValidationStore;
  users: UserLookup;
  clock: Clock;
  audit: Audit;
  report: Report;
}

/** A request to confirm the user of a session. */
export interface RevalidationRequest extends SessionKey {
  /** Seconds since the epoch. */
  requestedAt: number;
}

/**
 * Asks the upstream whether the user of a session may stay signed in, and stores the answer. Ends
 * the session only if the answer is a certain no. Drops a request that has waited for too long: the
 * next use of the session makes another.
 * @param requestAfter age of the last confirmation from which a new one is obtained, in seconds
 */
export async function revalidate(
  ports: RevalidatePorts,
  requestAfter: number,
  { sub, sid, requestedAt }: RevalidationRequest,
): Promise<void> {
  const now = inSeconds(ports.clock());
  if (now - requestedAt > VALIDATION.requestLifetime) return;
  const claim = await ports.validations.claim(
    { sub, sid },
    {
      now,
      validatedUntil: now - requestAfter,
      claimedUntil: now + VALIDATION.claimLifetime,
    },
  );
  if (!claim) return;
  const found = await lookUp(ports, claim);
  if (!found) return;
  if (found.allowed) {
    await ports.validations.confirm(claim, found.user, inSeconds(ports.clock()));
  } else if (await ports.validations.endRefused(claim)) {
    ports.audit('session_ended', { sub, sid, reason: found.reason });
    await ports.sessions.deleteUpstream({ sub, sid });
  }
}

/** Returns undefined if the upstream does not answer. The session then waits for its next turn. */
async function lookUp(
  { validations, users, clock, audit, report }: RevalidatePorts,
  claim: Claim,
): Promise<LookedUpUser | undefined> {
  const { sub, sid, username } = claim;
  try {
    const found = await users.lookUp(username);
    // The name may belong to another person by now.
    return found.allowed && found.user.sub !== sub
      ? { allowed: false, reason: 'user replaced' }
      : found;
  } catch (error) {
    audit('revalidation_failed', { sub, sid, reason: 'the upstream did not answer' });
    report(error);
    const now = inSeconds(clock());
    await validations.postpone(claim, now + VALIDATION.askAgainAfter, now);
    return undefined;
  }
}
