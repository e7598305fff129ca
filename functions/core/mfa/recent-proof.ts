import type { Clock } from '../ports.ts';
import { requireRecentFactors, requireRecentSignIn } from '../sessions/recent-sign-in.ts';
import type { Session } from '../sessions/session-store.ts';
import { obtainUserToken, type UserTokenPorts } from '../sessions/user-token.ts';
import { inSeconds } from '../time.ts';
import type { FactorReader, Factors } from './factors.ts';

export interface RecentProofPorts extends UserTokenPorts {
  factors: FactorReader;
  clock: Clock;
}

/** What a recent proof of the identity permits to do. */
export interface ProvedUser {
  /** An access token of the upstream. */
  accessToken: string;
  factors: Factors;
}

/**
 * Demands a recent sign-in or reauthentication, with both factors from a user who has a second one.
 * The stolen JWT of an older sign-in, or a stolen password beside it, are therefore not enough.
 * @throws {REAUTHENTICATION_REQUIRED} if the last proof is too old, or was a single factor.
 * @throws {INVALID_TOKEN} if the upstream rejects the user. The session has ended then.
 */
export async function requireRecentProof(
  ports: RecentProofPorts,
  session: Session,
): Promise<ProvedUser> {
  const now = inSeconds(ports.clock());
  requireRecentSignIn(session, now);
  // Both are awaited in any case: a session that the upstream refuses must have ended.
  const [accessToken, factors] = await Promise.allSettled([
    obtainUserToken(ports, session),
    ports.factors.readFactors(session.user.username),
  ]);
  if (accessToken.status === 'rejected') throw accessToken.reason;
  if (factors.status === 'rejected') throw factors.reason;
  if (factors.value.demanded) requireRecentFactors(session, now);
  return { accessToken: accessToken.value, factors: factors.value };
}
