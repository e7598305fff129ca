/**
 * The time after a rotation in which the predecessor of a refresh token is still accepted, and in
 * which a client whose requests have raced keeps the current one.
 */

import { SESSION } from '../../../contract/limits.ts';
import type { DeviceEntry } from '../devices/device-cookie.ts';
import type { Presentation } from './refresh-request.ts';
import type { Session } from './session-store.ts';

/** What identifies a client: the nonces of its device cookie, and its network. */
export interface ClientIdentity {
  devices: readonly Pick<DeviceEntry, 'nonce'>[];
  /** Fingerprint of the network. */
  network: string;
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
  { devices, network }: ClientIdentity,
): ClientRecognition {
  if (devices.some(({ nonce }) => nonce === stored.device)) return 'same device';
  return network === stored.network ? 'same network' : 'other';
}

/** Whether the token is the immediate predecessor of the stored one and was replaced recently. */
export const isInSuccessorWindow = (stored: Session, presentation: Presentation): boolean =>
  stored.counter === presentation.claims.counter + 1 &&
  presentation.now - stored.rotatedAt <= WINDOWS[recogniseClient(stored, presentation)];

/**
 * Whether the stored generation is not rotated for this client, because a response that hands it out
 * may still be on its way.
 *
 * The tabs of a browser share one cookie, and their responses may arrive in any order. A response
 * can only be overtaken if another request has received the same generation. If that generation was
 * then rotated, the late response could replace the new cookie by that of the older generation, and
 * its next use would look like theft.
 *
 * @param now Seconds since the epoch.
 */
export const isGenerationKept = (stored: Session, client: ClientIdentity, now: number): boolean =>
  stored.reissued === stored.counter &&
  now - stored.rotatedAt <= SESSION.successorWindow &&
  recogniseClient(stored, client) !== 'other';
