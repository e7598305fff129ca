import { toNormalForm } from '../passwords/normal-form.ts';
import type { Audit, Clock } from '../ports.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { Input, Reply } from '../use-case.ts';
import { type ProvePasswordPorts, provePassword } from './prove-password.ts';
import { renewSignIn } from './renew-sign-in.ts';

export interface ReauthenticatePorts extends ProvePasswordPorts {
  sessions: SessionStore;
  audit: Audit;
  clock: Clock;
}

/**
 * Confirms the identity of the caller, so that the session counts as just signed in. It remains the
 * same session, with the same tokens.
 */
export async function reauthenticate(
  ports: ReauthenticatePorts,
  { session, body }: Input<'reauthenticate'>,
): Promise<Reply> {
  await provePassword(ports, session, toNormalForm(body.password));
  const { sub, sid } = await renewSignIn(ports, session, { amr: ['pwd'] });
  ports.audit('reauthenticated', { sub, sid });
  return {};
}
