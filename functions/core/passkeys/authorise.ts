import { obtainUserToken, type UserTokenPorts } from '../account/user-token.ts';
import type { FactorReader, Factors } from '../mfa/factors.ts';
import type { Clock } from '../ports.ts';
import { requireRecentFactors, requireRecentSignIn } from '../sessions/recent-sign-in.ts';
import type { Session } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';

export interface RequireFactorsPorts {
  factors: FactorReader;
  clock: Clock;
}

export interface AuthorisePorts extends RequireFactorsPorts, UserTokenPorts {
  clock: Clock;
}

/**
 * Checks that the user has recently proven who they are, with both factors if one is on. A passkey
 * signs in like both, so the thief of a JWT or of a password must not add one. Returns the factors.
 * @throws {REAUTHENTICATION_REQUIRED} if the last proof is too old, or was a single factor.
 */
export async function requireProof(
  { factors, clock }: RequireFactorsPorts,
  session: Session,
): Promise<Factors> {
  const now = inSeconds(clock());
  requireRecentSignIn(session, now);
  const current = await factors.readFactors(session.user.username);
  if (current.demanded) requireRecentFactors(session, now);
  return current;
}

/**
 * Checks the same, and obtains an access token.
 * @throws {REAUTHENTICATION_REQUIRED} as `requireProof`
 * @throws {INVALID_TOKEN} if the upstream rejects the user. The session has ended then.
 */
export async function authorise(
  ports: AuthorisePorts,
  session: Session,
): Promise<{ accessToken: string; factors: Factors }> {
  const factors = await requireProof(ports, session);
  return { accessToken: await obtainUserToken(ports, session), factors };
}
