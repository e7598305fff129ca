import { REQUEST } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import type { SignIn } from '../login/sign-in.ts';
import type { Report } from '../ports.ts';
import type { Session } from '../sessions/session-store.ts';
import type { Revocation } from '../sessions/upstream-session.ts';
import type { PasswordAttempts } from './password-attempts.ts';

export interface ProvePasswordPorts {
  passwords: PasswordAttempts;
  identity: SignIn & Revocation;
  report: Report;
}

/**
 * Checks the password of the user of a session by a new sign-in at the upstream. The upstream knows
 * no lesser check.
 * @param password in normal form
 * @throws {WRONG_PASSWORD} if the password is wrong.
 * @throws {TOO_MANY_REQUESTS} if too many passwords were wrong.
 * @throws {CHALLENGE_REQUIRED} if the password is right and another factor must follow.
 */
export async function provePassword(
  ports: ProvePasswordPorts,
  session: Pick<Session, 'sub' | 'user'>,
  password: string,
): Promise<void> {
  const attempt = await ports.passwords.begin(session.sub, password);
  const refreshToken = await signIn(ports, session, password).catch(async (error: unknown) => {
    throw await attempt.failed(error);
  });
  await Promise.all([attempt.succeeded(), ports.identity.revoke(refreshToken).catch(ports.report)]);
}

/** Returns the refresh token of the new upstream session. The session keeps the one that it has. */
async function signIn(
  { identity, report }: ProvePasswordPorts,
  { sub, user }: Pick<Session, 'sub' | 'user'>,
  password: string,
): Promise<string> {
  // A few characters are longer in normal form. Cognito would reject the call, not the password.
  if (password.length > REQUEST.passwordLength) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the password is too long') });
  }
  const signedIn = await identity.signIn(user.username, password);
  if ('challenge' in signedIn) {
    const { name } = signedIn.challenge;
    throw new AuthError('CHALLENGE_REQUIRED', { details: { challenge: { name } } });
  }
  if (signedIn.user.sub === sub) return signedIn.refreshToken;
  // The name belongs to another person by now, whose password this is. It must look wrong.
  await identity.revoke(signedIn.refreshToken).catch(report);
  throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the name is of another user') });
}
