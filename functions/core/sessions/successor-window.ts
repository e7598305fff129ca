/** The time in which the predecessor of a refresh token is still accepted. */

import { SESSION } from '../../../contract/limits.ts';
import type { Presentation } from './refresh-request.ts';
import type { Session } from './session-store.ts';

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

/** Whether the token is the immediate predecessor of the stored one and was replaced recently. */
export const isInSuccessorWindow = (stored: Session, presentation: Presentation): boolean =>
  stored.counter === presentation.claims.counter + 1 &&
  presentation.now - stored.rotatedAt <= WINDOWS[recogniseClient(stored, presentation)];
