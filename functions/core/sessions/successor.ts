import { AuthError } from '../error.ts';
import { endSession } from './end-session.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import type { Session } from './session-store.ts';
import {
  type ClientRecognition,
  isInSuccessorWindow,
  recogniseClient,
} from './successor-window.ts';

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
  const client = recogniseClient(stored, presentation);
  if (isInSuccessorWindow(stored, presentation)) return reissue(ports, stored, client);

  ports.audit('reuse_detected', {
    sub: stored.sub,
    sid: stored.sid,
    presented: claims.counter,
    current: stored.counter,
    client,
  });
  await endSession(ports, stored, 'refresh token reused');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('reused') });
}

/** Returns the stored generation for a token that is its predecessor, or that is kept for a time. */
export function reissue(
  { audit }: Pick<RefreshPorts, 'audit'>,
  stored: Session,
  client: ClientRecognition,
): Session {
  const { sub, sid, counter } = stored;
  audit('successor_reissued', { sub, sid, current: counter, client });
  return stored;
}
