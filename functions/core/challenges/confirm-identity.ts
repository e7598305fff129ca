/** The end of a reauthentication: the session goes on and counts as just signed in. */

import { AuthError } from '../error.ts';
import type { ServiceKeys } from '../keys/keys.ts';
import type { AttemptStore } from '../login/attempt-store.ts';
import { passwordAttempts } from '../login/password-attempts.ts';
import type { SignedIn } from '../login/sign-in.ts';
import type { Audit, Clock, Report } from '../ports.ts';
import { renewSignIn } from '../sessions/renew-sign-in.ts';
import type { Session, SessionKey, SessionStore } from '../sessions/session-store.ts';
import type { Revocation } from '../sessions/upstream-session.ts';
import type { Reply } from '../use-case.ts';

export interface ConfirmPorts {
  sessions: SessionStore;
  identity: Revocation;
  attemptStore: Pick<AttemptStore, 'changeName'>;
  keys: Pick<ServiceKeys, 'permanent'>;
  audit: Audit;
  report: Report;
  clock: Clock;
}

/** The session whose user has proved who they are. */
type Confirmation = SessionKey & Pick<Session, 'amr'>;

/** A proof that is to be recorded, and the upstream session that it has opened. */
export type Proof = Confirmation & Pick<SignedIn, 'refreshToken'>;

/**
 * Checks that the proof is of the user of the session.
 * @throws {INVALID_CHALLENGE} if it is of another user, who has the name by now.
 */
export async function checkProof(
  { identity, report }: Pick<ConfirmPorts, 'identity' | 'report'>,
  { user, refreshToken }: SignedIn,
  { sub, sid, amr }: Confirmation,
): Promise<Proof> {
  if (user.sub === sub) return { sub, sid, amr, refreshToken };
  await identity.revoke(refreshToken).catch(report);
  throw invalid(new Error('the name is of another user'));
}

/**
 * Renews the session, and revokes the upstream session of the proof: the session keeps the one that
 * it has. `settle` records the success of the answer meanwhile.
 * @throws {INVALID_CHALLENGE} if the session has ended since the first step.
 */
export async function confirmIdentity(
  ports: ConfirmPorts,
  { sub, sid, amr, refreshToken }: Proof,
  settle: () => Promise<unknown>,
): Promise<Reply> {
  const { identity, report } = ports;
  const [renewed] = await Promise.allSettled([
    renewSignIn(ports, { sub, sid }, { amr }),
    identity.revoke(refreshToken).catch(report),
    settle(),
    // The password was right as well. It was not counted as such before the factor.
    passwordAttempts(ports).clear(sub).catch(report),
  ]);
  if (renewed.status === 'rejected') throw explainEnd(renewed.reason);
  ports.audit('reauthenticated', { sub, sid });
  return {};
}

/** The request may show no Bearer token that a client could refresh. Only a login helps. */
function explainEnd(error: unknown): unknown {
  const hasEnded = error instanceof AuthError && error.code === 'INVALID_TOKEN';
  return hasEnded ? invalid(error) : error;
}

const invalid = (cause: unknown): AuthError => new AuthError('INVALID_CHALLENGE', { cause });
