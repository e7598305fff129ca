import { digestBearer } from '../challenges/bearer-binding.ts';
import { beginSteps, type IssuePorts } from '../challenges/issue-challenge.ts';
import { createDeviceEntry } from '../devices/device-cookie.ts';
import type { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import { identifyAccount } from '../login/guess.ts';
import type { UpstreamChallenge } from '../login/sign-in.ts';
import { toNormalForm } from '../passwords/normal-form.ts';
import { renewSignIn } from '../sessions/renew-sign-in.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { type ProvePasswordPorts, provePassword } from './prove-password.ts';

export interface ReauthenticatePorts extends ProvePasswordPorts, Omit<IssuePorts, 'keys'> {
  sessions: SessionStore;
  keys: ServiceKeys;
}

/**
 * Confirms the identity of the caller, so that the session counts as just signed in. It remains the
 * same session, with the same tokens.
 * @throws {CHALLENGE_REQUIRED} if the password is right and another factor must follow. Its answer
 * confirms the identity.
 */
export async function reauthenticate(
  ports: ReauthenticatePorts,
  { session, body, authorization }: Input<'reauthenticate'>,
): Promise<Reply> {
  const bearer = digestBearer(authorization);
  await provePassword(ports, session, toNormalForm(body.password), (upstream) =>
    demandFactor(ports, { ...session, bearer }, upstream),
  );
  const { sub, sid } = await renewSignIn(ports, session, { amr: ['pwd'] });
  ports.audit('reauthenticated', { sub, sid });
  return {};
}

/** Wrong codes count at the name of the user, as those of a login by it do. */
async function demandFactor(
  ports: ReauthenticatePorts,
  { sub, sid, user, bearer }: Input<'reauthenticate'>['session'] & { bearer: string },
  upstream: UpstreamChallenge,
): Promise<AuthError> {
  const username = user.email ?? user.username;
  const { account } = identifyAccount(await ports.keys.permanent('counters'), username);
  // No cookie grants this entry: the device of the session stays what it is.
  const device = createDeviceEntry(account, inSeconds(ports.clock()));
  return beginSteps(
    ports,
    { username, amr: ['pwd'], device, upstream },
    { purpose: 'reauthenticate', session: { sub, sid, bearer } },
  );
}
