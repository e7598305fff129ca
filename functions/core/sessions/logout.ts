import { AuthError } from '../error.ts';
import type { Session } from '../ports.ts';
import { type Input, type Reply, soleRefreshToken } from '../use-case.ts';
import { bearerToken } from './authenticate.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';

export interface LogoutPorts extends EndSessionPorts {
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
}

/**
 * Ends what the cookie and the Bearer token name. Idempotent: naming nothing that lives is success
 * too.
 */
export async function logout(ports: LogoutPorts, input: Input<'logout'>): Promise<Reply> {
  const cookie = soleRefreshToken(input);
  const named = await Promise.all([
    cookie === undefined ? undefined : unlessRefused(ports.refreshTokens.read(cookie)),
    // An expired token still says which session it was.
    input.authorization === undefined
      ? undefined
      : unlessRefused(bearer(ports, input.authorization)),
  ]);
  const sessions = new Map(
    named
      .filter((key) => key !== undefined)
      .map((key) => [JSON.stringify([key.sub, key.sid]), key]),
  );
  await Promise.all([...sessions.values()].map((key) => endSession(ports, key, 'signed out')));
  return { cookie: 'clear' };
}

const bearer = async ({ jwts }: LogoutPorts, authorization: string) =>
  jwts.verify(bearerToken(authorization), { allowExpired: true });

/**
 * A credential that we refuse names no session. A failure of our own must not look like a sign-out.
 */
async function unlessRefused(
  reading: Promise<Pick<Session, 'sub' | 'sid'>>,
): Promise<Pick<Session, 'sub' | 'sid'> | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AuthError && REFUSALS.has(error.code)) return undefined;
    throw error;
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  'INVALID_REFRESH_TOKEN',
  'INVALID_TOKEN',
  'NOT_AUTHENTICATED',
]);
