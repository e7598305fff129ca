import { AuthError } from '../error.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Session, SessionChange, SessionKey, SessionStore } from './session-store.ts';

/**
 * Records that the user of a session has just proven who they are.
 * @throws {INVALID_TOKEN} if the session has ended in the meantime.
 */
export async function renewSignIn(
  { sessions, clock }: { sessions: SessionStore; clock: Clock },
  key: SessionKey,
  proof: Pick<Session, 'amr'> & Pick<SessionChange, 'device'>,
): Promise<Session> {
  const now = inSeconds(clock());
  const renewed = await sessions.change(key, { ...proof, authenticatedAt: now }, now);
  if (!renewed) throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
  return renewed;
}
