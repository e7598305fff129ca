/** What the parts of a refresh share. */

import type { DeviceCookies, DeviceEntry } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import type { Clock } from '../ports.ts';
import type { EndSessionPorts } from './end-session.ts';
import type { NetworkFingerprints } from './network-fingerprints.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';
import type { RefreshClaims } from './session-store.ts';
import type { Revalidation, Revocation } from './upstream-session.ts';

export interface RefreshPorts extends EndSessionPorts {
  identity: Revalidation & Revocation;
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
  networks: NetworkFingerprints;
  devices: DeviceCookies;
  clock: Clock;
}

/** One use of a genuine refresh token. */
export interface Presentation {
  claims: RefreshClaims;
  /** Fingerprint of the client's network. */
  network: string;
  /** The entries of the client's device cookie. */
  devices: readonly DeviceEntry[];
  /** Seconds since the epoch. */
  now: number;
}

/** Records the refusal of a genuine token, then throws. */
export function refuse(
  { audit }: Pick<RefreshPorts, 'audit'>,
  { sub, sid }: RefreshClaims,
  reason: string,
): never {
  audit('session_refused', { sub, sid, reason });
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error(reason) });
}
