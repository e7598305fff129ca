import { REQUEST } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { PasswordAttempts } from '../login/password-attempts.ts';
import type { SignIn, UpstreamChallenge } from '../login/sign-in.ts';
import type { Report } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';
import type { Revocation } from '../sessions/upstream-session.ts';

export interface ProvePasswordPorts {
  passwords: PasswordAttempts;
  identity: SignIn & Revocation;
  report: Report;
}

/** Returns CHALLENGE_REQUIRED. */
export type DemandFactor = (challenge: UpstreamChallenge) => AuthError | Promise<AuthError>;

/**
 * Checks the password of the user of a session by a new sign-in at the upstream. The upstream
 * offers no lesser check.
 * @param password in normal form
 * @throws {WRONG_PASSWORD} if the password is wrong.
 * @throws {TOO_MANY_REQUESTS} if too many passwords were wrong.
 * @param demand Returns the error for a right password that another factor must follow.
 * @throws what `demand` returns, in that case
 */
export async function provePassword(
  ports: ProvePasswordPorts,
  session: Pick<Session, 'sub' | 'user'>,
  password: string,
  demand: DemandFactor,
): Promise<void> {
  const attempt = await ports.passwords.begin(session.sub, password);
  const refreshToken = await signIn(ports, session, password, demand).catch(
    async (error: unknown) => {
      throw await attempt.failed(error);
    },
  );
  await Promise.all([attempt.succeeded(), ports.identity.revoke(refreshToken).catch(ports.report)]);
}

/** Returns the refresh token of the new upstream session. The session keeps the one that it has. */
async function signIn(
  { identity, report }: ProvePasswordPorts,
  { sub, user }: Pick<Session, 'sub' | 'user'>,
  password: string,
  demand: DemandFactor,
): Promise<string> {
  // A few characters are longer in normal form. Cognito would reject the call, not the password.
  if (password.length > REQUEST.passwordLength) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the password is too long') });
  }
  const signedIn = await identity.signIn(user.username, password);
  if ('challenge' in signedIn) throw await demand(signedIn.challenge);
  if (signedIn.user.sub === sub) return signedIn.refreshToken;
  // The name belongs to another person by now, whose password this is. It must look wrong.
  await identity.revoke(signedIn.refreshToken).catch(report);
  throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the name is of another user') });
}
