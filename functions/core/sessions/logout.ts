import type { ErrorCode } from '../../../contract/errors/index.ts';
import { AuthError } from '../error.ts';
import { getSingleRefreshToken, type Input, type Reply } from '../use-case.ts';
import { parseBearer } from './authenticate.ts';
import { type EndSessionPorts, endSession } from './end-session.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { SessionJwts } from './session-jwt.ts';
import type { SessionKey } from './session-store.ts';

export interface LogoutPorts extends EndSessionPorts {
  jwts: SessionJwts;
  refreshTokens: RefreshTokens;
}

/**
 * Ends the sessions of the refresh cookie and of the Bearer token. Idempotent: a request that
 * refers to no live session succeeds as well.
 */
export async function logout(ports: LogoutPorts, input: Input<'logout'>): Promise<Reply> {
  const refreshToken = getSingleRefreshToken(input);
  const { authorization } = input;
  const keys = await Promise.all([
    refreshToken === undefined
      ? undefined
      : undefinedIfInvalid(ports.refreshTokens.read(refreshToken)),
    authorization === undefined
      ? undefined
      : undefinedIfInvalid(readBearer(ports.jwts, authorization)),
  ]);
  const sessions = new Map(
    keys.filter((key) => key !== undefined).map((key) => [JSON.stringify([key.sub, key.sid]), key]),
  );
  await Promise.all([...sessions.values()].map((key) => endSession(ports, key, 'signed out')));
  return { cookie: 'clear' };
}

/** Accepts an expired token: it still identifies its session. */
const readBearer = async (jwts: SessionJwts, authorization: string): Promise<SessionKey> =>
  jwts.verify(parseBearer(authorization), { allowExpired: true });

/**
 * Returns undefined if the credential is invalid. Rethrows every other error: an internal failure
 * must not look like a successful logout.
 */
async function undefinedIfInvalid(reading: Promise<SessionKey>): Promise<SessionKey | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AuthError && INVALID_CREDENTIAL_CODES.has(error.code)) return undefined;
    throw error;
  }
}

const INVALID_CREDENTIAL_CODES: ReadonlySet<ErrorCode> = new Set([
  'INVALID_REFRESH_TOKEN',
  'INVALID_TOKEN',
  'NOT_AUTHENTICATED',
]);
