import type { DeviceCookies } from '../devices/device-cookie.ts';
import { AuthError } from '../error.ts';
import { inSeconds } from '../time.ts';
import type { Input } from '../use-case.ts';
import { type AuthenticatePorts, authenticate, findLive } from './authenticate.ts';
import type { NetworkFingerprints } from './network-fingerprints.ts';
import { readSingleToken } from './presented-tokens.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { Session } from './session-store.ts';
import { isInSuccessorWindow } from './successor-window.ts';

export interface CookieAuthenticatePorts extends AuthenticatePorts {
  refreshTokens: RefreshTokens;
  devices: DeviceCookies;
  networks: NetworkFingerprints;
}

export type Credentials = Pick<
  Input,
  'authorization' | 'refreshTokens' | 'deviceCookies' | 'address'
>;

/**
 * Returns the live session of the Bearer token or, if the request contains no `Authorization`
 * header, of the refresh cookie. The cookie is only read: a page that is rendered on a server could
 * not pass on a rotated one.
 *
 * The error is never INVALID_REFRESH_TOKEN, which would clear the cookie.
 * @throws {NOT_AUTHENTICATED} if there is neither, or the header contains no Bearer token.
 * @throws {INVALID_TOKEN} if the credential is invalid or its session has ended.
 * @throws {TOKEN_EXPIRED} if the token has expired, or a refresh must confirm the user.
 * @throws {BAD_REQUEST} if there are several genuine refresh tokens.
 */
export async function authenticateByBearerOrCookie(
  ports: CookieAuthenticatePorts,
  { authorization, refreshTokens, deviceCookies, address }: Credentials,
): Promise<Session> {
  if (authorization !== undefined || refreshTokens.length === 0) {
    return authenticate(ports, authorization);
  }
  const claims = await readSingleToken(ports.refreshTokens, refreshTokens);
  if (!claims) throw new AuthError('INVALID_TOKEN', { variant: 'signature' });
  const now = inSeconds(ports.clock());
  const session = await findLive(ports, claims, now);
  if (claims.counter !== session.counter) {
    const [network, devices] = await Promise.all([
      ports.networks.fingerprint(address),
      ports.devices.read(deviceCookies),
    ]);
    // An older token may be stolen. Ending the session is left to the refresh, which reports it.
    if (!isInSuccessorWindow(session, { claims, network, devices, now })) {
      throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
    }
  }
  await ports.freshness.check(session, now);
  return session;
}
