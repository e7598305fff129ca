import { ACCOUNT } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { Session } from './session-store.ts';

/**
 * Checks that the user has recently proven who they are: at the sign-in or by a reauthentication.
 * A refresh proves nothing. The thief of a JWT therefore cannot take the account over.
 * @param now Seconds since the epoch.
 * @throws {REAUTHENTICATION_REQUIRED} if the last proof is too old.
 */
export function requireRecentSignIn(session: Pick<Session, 'authenticatedAt'>, now: number): void {
  if (!isRecentSignIn(session, now)) throw new AuthError('REAUTHENTICATION_REQUIRED');
}

const isRecentSignIn = ({ authenticatedAt }: Pick<Session, 'authenticatedAt'>, now: number) =>
  now - authenticatedAt <= ACCOUNT.recentSignIn;

/**
 * Checks the same for a user who has a second factor. The sign-in may be older than the factor.
 * @throws {REAUTHENTICATION_REQUIRED} also if the last proof was a single factor.
 */
export function requireRecentFactors(
  session: Pick<Session, 'authenticatedAt' | 'amr'>,
  now: number,
): void {
  requireRecentSignIn(session, now);
  if (!session.amr.includes('mfa')) throw new AuthError('REAUTHENTICATION_REQUIRED');
}
