import { SESSION } from '../../../contract/limits.ts';
import { AuthError } from '../error.ts';
import { endSession } from './end-session.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import type { Session } from './session-store.ts';

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
  const { claims, now } = presentation;
  // A newer token can only exist if the table was restored from a backup. Its holder did nothing
  // wrong, so the session stays.
  if (claims.counter > stored.counter) {
    return refuse(ports, claims, 'newer than the stored generation');
  }
  const client = recogniseClient(stored, presentation);
  const isInSuccessorWindow =
    stored.counter === claims.counter + 1 && now - stored.rotatedAt <= WINDOWS[client];
  if (isInSuccessorWindow) return reissue(ports, stored, client);

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

/** Returns the stored generation, whose token is the successor of the presented one. */
export function reissue(
  { audit }: Pick<RefreshPorts, 'audit'>,
  stored: Session,
  client: ClientRecognition,
): Session {
  const { sub, sid, counter } = stored;
  audit('successor_reissued', { sub, sid, current: counter, client });
  return stored;
}

/** How a client is recognised as the one that last signed in or rotated the token. */
export type ClientRecognition = 'same device' | 'same network' | 'other';

/** How long the predecessor still receives its successor, in seconds since the rotation. */
const WINDOWS: Readonly<Record<ClientRecognition, number>> = {
  'same device': SESSION.successorWindow,
  'same network': SESSION.successorWindow,
  other: SESSION.otherClientWindow,
};

/** Prefers the device: a phone keeps its device cookie when it changes its network. */
export function recogniseClient(
  stored: Session,
  { devices, network }: Pick<Presentation, 'devices' | 'network'>,
): ClientRecognition {
  if (devices.some(({ nonce }) => nonce === stored.device)) return 'same device';
  return network === stored.network ? 'same network' : 'other';
}
