import { SESSION } from '../../../contract/limits.ts';
import type { TokenResponse } from '../../../contract/schemas/index.ts';
import type { Session } from '../ports.ts';
import type { Reply } from '../use-case.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';

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
