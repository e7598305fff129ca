import { SESSION } from '../../contract/limits.ts';
import type { TokenResponse } from '../../contract/schemas.ts';
import type { Session } from './ports.ts';
import type { RefreshTokens } from './tokens/refresh-token.ts';
import type { SessionJwts } from './tokens/session-jwt.ts';
import type { Reply } from './use-case.ts';

/**
 * The answer that hands a client its tokens: the JWT in the body, the session's current refresh
 * token in the cookie.
 */
export async function grant(
  ports: { jwts: SessionJwts; refreshTokens: RefreshTokens },
  session: Session,
  now: number,
): Promise<Reply> {
  const [token, refreshToken] = await Promise.all([
    ports.jwts.sign(session),
    ports.refreshTokens.mint(session),
  ]);
  const body: TokenResponse = {
    token,
    expiresIn: SESSION.jwtLifetime,
    refreshToken: 'Set in httpOnly cookie',
  };
  return { body, cookie: { value: refreshToken, maxAge: session.expiresAt - now } };
}
