import { AuthError } from '../error.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply, ReplyCookie } from '../use-case.ts';
import { endSession } from './end-session.ts';
import { grant } from './grant.ts';
import { readSingleToken } from './presented-tokens.ts';
import { type Presentation, type RefreshPorts, refuse } from './refresh-request.ts';
import { revalidateAndRotate } from './revalidate.ts';
import type { RefreshClaims, Session } from './session-store.ts';
import { reissue, resolveOtherGeneration } from './successor.ts';
import { isGenerationKept } from './successor-window.ts';

/**
 * Rotates a refresh token. Usually this takes one database call. A retry, a second tab and a lost
 * response all receive the same successor. A recognised client whose requests have raced keeps it
 * for a time, and receives new JWTs only.
 */
export async function refresh(ports: RefreshPorts, input: Input<'refresh'>): Promise<Reply> {
  const claims = await readToken(ports, input);
  const [network, devices] = await Promise.all([
    ports.networks.fingerprint(input.address),
    ports.devices.read(input.deviceCookies),
  ]);
  const now = inSeconds(ports.clock());
  const presentation = { claims, network, devices, now };

  const rotation = await ports.sessions.rotate(claims, { network, devices }, now);
  const session = rotation.rotated
    ? rotation.session
    : await resolveUnrotated(ports, presentation, rotation.session);
  const { body, cookies = [] } = await grant(ports, session, now);
  // A client keeps a token that is still the current one. If its cookie was set once more, this
  // response could arrive after that of a later rotation.
  const successor = session.counter === claims.counter ? [] : cookies;
  return { body, cookies: [...successor, ...(await renewDevice(ports, presentation, session))] };
}

/**
 * Returns the content of the request's refresh token.
 * @throws {BAD_REQUEST} if there is none, or if there are several genuine ones.
 * @throws {INVALID_REFRESH_TOKEN} if none is genuine.
 */
async function readToken(
  ports: RefreshPorts,
  { refreshTokens }: Input<'refresh'>,
): Promise<RefreshClaims> {
  if (refreshTokens.length === 0) throw new AuthError('BAD_REQUEST', { variant: 'missing_cookie' });
  const token = await readSingleToken(ports.refreshTokens, refreshTokens);
  if (token) return token;
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('no genuine token') });
}

/** Finds out from the stored session why the token was not rotated, and acts on it. */
async function resolveUnrotated(
  ports: RefreshPorts,
  presentation: Presentation,
  stored: Session | undefined,
): Promise<Session> {
  const { claims, now } = presentation;
  if (!stored || stored.expiresAt <= now) return refuse(ports, claims, 'no such session');
  if (ports.idle.isIdle(stored, now)) {
    await endSession(ports, stored, 'idle');
    return refuse(ports, claims, 'idle');
  }
  if (stored.counter !== claims.counter) return resolveOtherGeneration(ports, presentation, stored);
  const isMarked = stored.validation?.mark !== undefined;
  return isGenerationKept(stored, presentation, now) && !isMarked
    ? reissue(ports, stored, presentation)
    : revalidateAndRotate(ports, presentation, stored);
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
    // An entry may date from the end of this second, because all others of the second are void.
    entry.nonce === device ? { ...entry, issuedAt: Math.max(entry.issuedAt, now) } : entry,
  );
  return [await devices.write(renewed)];
}
