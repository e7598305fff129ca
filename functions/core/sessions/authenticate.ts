import { AuthError } from '../error.ts';
import type { Clock, Session, Sessions } from '../ports.ts';
import { inSeconds } from '../time.ts';
import type { SessionJwts } from './session-jwt.ts';

export interface AuthenticatePorts {
  sessions: Sessions;
  jwts: SessionJwts;
  clock: Clock;
}

/**
 * The live session behind an `Authorization` header. The row is read every time, so that a revoked
 * session dies now.
 * @throws NOT_AUTHENTICATED, INVALID_TOKEN, TOKEN_EXPIRED
 */
export async function authenticate(
  { sessions, jwts, clock }: AuthenticatePorts,
  authorization: string | undefined,
): Promise<Session> {
  const claims = await jwts.verify(bearerToken(authorization));
  const session = await sessions.find(claims, inSeconds(clock()));
  if (!session) throw new AuthError('INVALID_TOKEN', { variant: 'revoked' });
  return session;
}

/**
 * The token of a Bearer header (RFC 6750 section 2.1; the scheme's case does not matter, RFC 9110
 * section 11.1).
 * @throws NOT_AUTHENTICATED
 */
export function bearerToken(authorization: string | undefined): string {
  const token = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined) throw new AuthError('NOT_AUTHENTICATED');
  return token;
}
