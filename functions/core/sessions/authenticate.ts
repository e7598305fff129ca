import { AuthError } from '../error.ts';
import type { Clock } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { Freshness } from './freshness.ts';
import type { IdleTimeout } from './idle.ts';
import type { SessionJwtVerifier } from './session-jwt.ts';
import type { Session, SessionKey, SessionStore } from './session-store.ts';

export interface AuthenticatePorts {
  sessions: SessionStore;
  jwts: SessionJwtVerifier;
  freshness: Freshness;
  idle: IdleTimeout;
  clock: Clock;
}

/**
 * Returns the live session that an `Authorization` header refers to. Reads the store on every call,
 * without a cache, so that a revocation takes effect immediately.
 *
 * Cognito is not asked: this would use up its quota. A session whose user it confirmed long ago has
 * the confirmation renewed in the background.
 * @throws {NOT_AUTHENTICATED} if the header contains no Bearer token.
 * @throws {INVALID_TOKEN} if the token is invalid or its session has ended.
 * @throws {TOKEN_EXPIRED} if the token has expired, or a refresh must confirm the user.
 */
export async function authenticate(
  ports: AuthenticatePorts,
  authorization: string | undefined,
): Promise<Session> {
  const claims = await ports.jwts.verify(parseBearer(authorization));
  const now = inSeconds(ports.clock());
  const session = await findLive(ports, claims, now);
  await ports.freshness.check(session, now);
  return session;
}

/**
 * Returns the session of a genuine token, unless it has ended.
 * @throws {INVALID_TOKEN} if the session has ended.
 */
export async function findLive(
  { sessions, idle }: Pick<AuthenticatePorts, 'sessions' | 'idle'>,
  key: SessionKey,
  now: number,
): Promise<Session> {
  const session = await sessions.find(key, now);
  if (session && !idle.isIdle(session, now)) return session;
  throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
}

/**
 * Returns the token of a Bearer header (RFC 6750 section 2.1). The scheme is case-insensitive
 * (RFC 9110 section 11.1).
 * @throws {NOT_AUTHENTICATED} if the header is missing or is not a Bearer header.
 */
export function parseBearer(authorization: string | undefined): string {
  const token = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined) throw new AuthError('NOT_AUTHENTICATED');
  return token;
}
