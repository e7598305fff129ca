import { AuthError } from '../error.ts';
import { endSession } from './end-session.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import type { Session } from './session-store.ts';
import { isInSuccessorWindow, recogniseClient } from './successor-window.ts';

/**
 * Handles a token whose generation is not the stored one. The immediate predecessor receives its
 * successor again for a time that depends on the client. Any other older token is reuse and ends
 * the session.
 */
export async function resolveOtherGeneration(
  ports: RefreshPorts,
  presentation: Presentation,
  stored: Session,
): Promise<Session> {
  const { claims } = presentation;
  // A newer token can only exist if the table was restored from a backup. Its holder did nothing
  // wrong, so the session stays.
  if (claims.counter > stored.counter) {
    return refuse(ports, claims, 'newer than the stored generation');
  }
  if (isInSuccessorWindow(stored, presentation)) return reissue(ports, stored, presentation);

  ports.audit('reuse_detected', {
    sub: stored.sub,
    sid: stored.sid,
    presented: claims.counter,
    current: stored.counter,
    client: recogniseClient(stored, presentation),
  });
  await endSession(ports, stored, 'refresh token reused');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('reused') });
}

/**
 * Hands out the stored generation again, and records it. It is noted in the session before the
 * client receives it: see `isGenerationKept`. Returns the session after that, which another request
 * may have rotated meanwhile.
 */
export async function reissue(
  ports: RefreshPorts,
  stored: Session,
  presentation: Presentation,
): Promise<Session> {
  const { sub, sid, counter } = stored;
  const client = recogniseClient(stored, presentation);
  ports.audit('successor_reissued', { sub, sid, current: counter, client });
  if (stored.reissued === counter) return stored;
  const noted = await ports.sessions.change(stored, { reissued: counter }, presentation.now);
  return noted ?? refuse(ports, presentation.claims, 'no such session');
}
