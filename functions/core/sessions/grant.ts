import { SESSION } from '../../../contract/limits.ts';
import type { TokenResponse } from '../../../contract/schemas/index.ts';
import type { Reply } from '../use-case.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwtSigner } from './session-jwt.ts';
import type { Session } from './session-store.ts';

/**
 * Returns the reply that gives a client its tokens: the JWT in the body and the current refresh
 * token of the session in the cookie.
 */
export async function grant(
  ports: { jwts: SessionJwtSigner; refreshTokens: RefreshTokens },
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
  const maxAge = session.expiresAt - now;
  return { body, cookies: [{ kind: 'refresh', value: refreshToken, maxAge }] };
}
