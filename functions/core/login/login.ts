import { REQUEST } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import { toNormalForm } from '../passwords/normal-form.ts';
import type { Input, Reply } from '../use-case.ts';
import type { Attempt, Attempts } from './attempts.ts';
import { isAllowedName, type NameSetting } from './name.ts';
import {
  type OpenSessionPorts,
  openSession,
  type PreparedSession,
  prepareSession,
} from './open-session.ts';
import type { ChallengeIssuer } from './pending-sign-in.ts';
import { lacksFactor } from './required-factor.ts';
import type { SignIn } from './sign-in.ts';

export interface LoginPorts extends OpenSessionPorts {
  attempts: Attempts;
  /** Which names may sign in. */
  names: NameSetting;
  identity: SignIn;
  challenges: ChallengeIssuer;
}

/**
 * Signs a user in. Five network steps follow each other: read the counters, count the attempt, ask
 * the upstream, store the session, record the success and end the previous session.
 */
export async function login(ports: LoginPorts, sent: Input<'login'>): Promise<Reply> {
  const { refreshTokens, deviceCookies, address } = sent;
  const body = { ...sent.body, password: toNormalForm(sent.body.password) };
  const attempt = await ports.attempts.begin({ ...body, address, deviceCookies });

  // Whatever fails from here on, the attempt must be settled.
  const prepared = await signIn(ports, { ...sent, body }, attempt).catch(async (error: unknown) => {
    throw await attempt.failed(error);
  });
  return openSession(ports, prepared, refreshTokens, async () =>
    (await attempt.succeeded()) ? undefined : overtaken(),
  );
}

const overtaken = (): AuthError =>
  new AuthError('INVALID_CREDENTIALS', { cause: new Error('the password was changed meanwhile') });

/**
 * Asks the upstream.
 * @throws {CHALLENGE_REQUIRED} if the password is right and another step must follow.
 */
async function signIn(
  ports: LoginPorts,
  { body, ...client }: Input<'login'>,
  { devices }: Attempt,
): Promise<PreparedSession> {
  const { username, password } = body;
  if (!isAllowedName(username, ports.names)) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('not an allowed name') });
  }
  // A few characters are longer in normal form. Cognito would reject the call, not the password.
  if (password.length > REQUEST.passwordLength) {
    throw new AuthError('INVALID_CREDENTIALS', { cause: new Error('the password is too long') });
  }
  const amr = ['pwd'] as const;
  const enrol = lacksFactor(ports.mfa, amr);
  const outcome = await ports.identity.signIn(username, password, { enrol });
  if ('challenge' in outcome) {
    const [device] = devices;
    throw await ports.challenges.issue({ username, amr, device, upstream: outcome.challenge });
  }
  return prepareSession(ports, { ...outcome, amr, devices }, client);
}
