import { REFRESH_TOKEN_FIELD } from '../../../contract/cookies.ts';
import { AuthError } from '../error.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply, ReplyCookie } from '../use-case.ts';
import { grant } from './grant.ts';
import { readGenuineTokens } from './presented-tokens.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import { revalidateAndRotate } from './revalidate.ts';
import type { RefreshClaims, Session } from './session-store.ts';
import { resolveOtherGeneration } from './successor.ts';

/**
 * Rotates a refresh token. Usually this takes one database call. A retry, a second tab and a lost
 * response all receive the same successor.
 */
export async function refresh(ports: RefreshPorts, input: Input<'refresh'>): Promise<Reply> {
  const claims = await readSingleToken(ports, input);
  const [network, devices] = await Promise.all([
    ports.networks.fingerprint(input.address),
    ports.devices.read(input.deviceCookies),
  ]);
  const now = inSeconds(ports.clock());
  const presentation = { claims, network, devices, now };

  const rotation = await ports.sessions.rotate(claims, { network }, now);
  const session = rotation.rotated
    ? rotation.session
    : await resolveUnrotated(ports, presentation, rotation.session);
  const { body, cookies = [] } = await grant(ports, session, now);
  return { body, cookies: [...cookies, ...(await renewDevice(ports, presentation, session))] };
}

/**
 * Returns the content of the request's refresh token.
 * @throws {BAD_REQUEST} if there is none, or if there are several genuine ones. Choosing one could
 * prefer a token of another person's session.
 * @throws {INVALID_REFRESH_TOKEN} if none is genuine.
 */
async function readSingleToken(
  ports: RefreshPorts,
  { refreshTokens }: Input<'refresh'>,
): Promise<RefreshClaims> {
  if (refreshTokens.length === 0) throw new AuthError('BAD_REQUEST', { variant: 'missing_cookie' });
  const [token, ...others] = await readGenuineTokens(ports.refreshTokens, refreshTokens);
  if (token === undefined) {
    throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('no genuine token') });
  }
  if (others.length > 0) {
    throw new AuthError('BAD_REQUEST', {
      details: { field: REFRESH_TOKEN_FIELD, issue: 'was sent more than once' },
    });
  }
  return token;
}

/** Finds out from the stored session why the token was not rotated, and acts on it. */
async function resolveUnrotated(
  ports: RefreshPorts,
  presentation: Presentation,
  stored: Session | undefined,
): Promise<Session> {
  const { claims, now } = presentation;
  if (!stored || stored.expiresAt <= now) return refuse(ports, claims, 'no such session');
  return stored.counter === claims.counter
    ? revalidateAndRotate(ports, presentation, stored)
    : resolveOtherGeneration(ports, presentation, stored);
}

/**
 * Renews the device cookie if the client has shown the entry that belongs to the session. The
 * entries of other accounts keep their age. A client that shows no entry gets none, so that a
 * stolen refresh token does not become a known device.
 */
async function renewDevice(
  { devices }: RefreshPorts,
  { devices: shown, now }: Presentation,
  { device }: Session,
): Promise<ReplyCookie[]> {
  if (!shown.some(({ nonce }) => nonce === device)) return [];
  const renewed = shown.map((entry) =>
    entry.nonce === device ? { ...entry, issuedAt: now } : entry,
  );
  return [await devices.write(renewed)];
}
