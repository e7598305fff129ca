import type { ErrorCode } from '../../../contract/errors/index.ts';
import { undefinedIfRefused } from '../error.ts';
import type { Input, Reply } from '../use-case.ts';
import { parseBearer } from './authenticate.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import { distinctSessions, readGenuineTokens } from './presented-tokens.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwtVerifier } from './session-jwt.ts';
import type { SessionKey } from './session-store.ts';

export interface LogoutPorts extends EndSessionPorts {
  jwts: SessionJwtVerifier;
  refreshTokens: RefreshTokens;
}

/**
 * Ends the sessions of the refresh cookies and of the Bearer token. Idempotent: a request that
 * refers to no live session succeeds as well.
 */
export async function logout(
  ports: LogoutPorts,
  { refreshTokens, authorization }: Input<'logout'>,
): Promise<Reply> {
  const [ofCookies, ofBearer] = await Promise.all([
    readGenuineTokens(ports.refreshTokens, refreshTokens),
    authorization === undefined
      ? undefined
      : undefinedIfRefused(readBearer(ports.jwts, authorization), REFUSED_BEARER),
  ]);
  const named: SessionKey[] = ofBearer ? [...ofCookies, ofBearer] : ofCookies;
  await Promise.all(distinctSessions(named).map((key) => endSession(ports, key, 'signed out')));
  return { cookies: [{ kind: 'refresh', clear: true }] };
}

const REFUSED_BEARER: readonly ErrorCode[] = ['INVALID_TOKEN', 'NOT_AUTHENTICATED'];

/** Accepts an expired token: it still identifies its session. */
const readBearer = async (jwts: SessionJwtVerifier, authorization: string): Promise<SessionKey> =>
  jwts.verify(parseBearer(authorization), { allowExpired: true });
