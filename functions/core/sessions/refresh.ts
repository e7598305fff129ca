import { REFRESH_TOKEN_FIELD } from '../../../contract/cookies.ts';
import { errorRow } from '../../../contract/errors/index.ts';
import { SESSION } from '../../../contract/limits.ts';
import type { User } from '../../../contract/schemas/index.ts';
import { AuthError } from '../error.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Input, Reply } from '../use-case.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { grant } from './grant.ts';
import type { NetworkFingerprints } from './network-fingerprints.ts';
import { readGenuineTokens } from './presented-tokens.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';
import type { RefreshClaims, Session } from './session-store.ts';
import type { Revalidation, Revocation } from './upstream-session.ts';

export interface RefreshPorts extends EndSessionPorts {
  identity: Revalidation & Revocation;
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
  networks: NetworkFingerprints;
  clock: Clock;
}

/** One use of a genuine refresh token. */
interface Presentation {
  claims: RefreshClaims;
  /** Fingerprint of the client's network. */
  network: string;
  /** Seconds since the epoch. */
  now: number;
}

/**
 * Rotates a refresh token. Usually this takes one database call. A retry, a second tab and a lost
 * response all receive the same successor.
 */
export async function refresh(ports: RefreshPorts, input: Input<'refresh'>): Promise<Reply> {
  const claims = await readSingleToken(ports, input);
  const network = await ports.networks.fingerprint(input.address);
  const now = inSeconds(ports.clock());

  const rotation = await ports.sessions.rotate(claims, { network }, now);
  const session = rotation.rotated
    ? rotation.session
    : await resolveUnrotated(ports, { claims, network, now }, rotation.session);
  return grant(ports, session, now);
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

/** Asks the upstream whether the user may stay signed in, then rotates the token. */
async function revalidateAndRotate(
  ports: RefreshPorts,
  presentation: Presentation,
  stored: Session,
): Promise<Session> {
  const { claims, network, now } = presentation;
  const upstream = await ports.sessions.findUpstream(stored);
  if (upstream === undefined) return endUnverifiable(ports, stored);
  const user = await revalidate(ports, stored, await ports.sealer.open(upstream, stored));
  const rotation = await ports.sessions.rotateRevalidated(claims, { user, network }, now);
  if (rotation.rotated) return rotation.session;
  if (!rotation.session) return refuse(ports, claims, 'no such session');
  // Another tab has rotated the token in the meantime.
  return resolveOtherGeneration(ports, presentation, rotation.session);
}

/**
 * Ends a session whose upstream token is gone, because the upstream could never confirm it again.
 * Usually a concurrent logout has just ended it.
 */
async function endUnverifiable(ports: RefreshPorts, stored: Session): Promise<never> {
  await endSession(ports, stored, 'no upstream token');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('no upstream token') });
}

/** Only an explicit rejection by the upstream ends the session. */
async function revalidate(
  ports: RefreshPorts,
  stored: Session,
  upstreamToken: string,
): Promise<User> {
  const user = await ports.identity
    .revalidate(stored.user.username, upstreamToken)
    .catch(async (error: unknown) => {
      if (error instanceof AuthError && errorRow(error.code).clearsCookie) {
        await endSession(ports, stored, 'refused upstream', { revoke: false });
      }
      throw error;
    });
  if (user.sub !== stored.sub) {
    throw new AuthError('BAD_GATEWAY', {
      cause: new Error('the upstream vouched for another user'),
    });
  }
  return user;
}

/**
 * Handles a token whose generation is not the stored one. The immediate predecessor receives its
 * successor again for `SESSION.successorWindow`. Any other older token is reuse and ends the
 * session.
 */
async function resolveOtherGeneration(
  ports: RefreshPorts,
  { claims: presented, now }: Presentation,
  stored: Session,
): Promise<Session> {
  // A newer token can only exist if the table was restored from a backup. Its holder did nothing
  // wrong, so the session stays.
  if (presented.counter > stored.counter) {
    return refuse(ports, presented, 'newer than the stored generation');
  }
  const isInSuccessorWindow =
    stored.counter === presented.counter + 1 && now - stored.rotatedAt <= SESSION.successorWindow;
  if (isInSuccessorWindow) return stored;

  ports.audit('reuse_detected', {
    sub: stored.sub,
    sid: stored.sid,
    presented: presented.counter,
    current: stored.counter,
  });
  await endSession(ports, stored, 'refresh token reused');
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error('reused') });
}

/** Records the refusal of a genuine token, then throws. */
function refuse({ audit }: RefreshPorts, { sub, sid }: RefreshClaims, reason: string): never {
  audit('session_refused', { sub, sid, reason });
  throw new AuthError('INVALID_REFRESH_TOKEN', { cause: new Error(reason) });
}
