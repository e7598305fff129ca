import { REFRESH_TOKEN_FIELD } from '../../../contract/cookies.ts';
import type { ErrorCode } from '../../../contract/errors/index.ts';
import { badRequest, undefinedIfRefused } from '../error.ts';
import type { RefreshTokens } from './refresh-token.ts';
import type { RefreshClaims, SessionKey } from './session-store.ts';

/**
 * Reads the refresh tokens of a request and leaves out those that this service did not issue. A
 * browser may send a planted cookie beside the genuine one.
 * @throws every error but INVALID_REFRESH_TOKEN: an internal failure must not look like a forgery.
 */
export async function readGenuineTokens(
  refreshTokens: RefreshTokens,
  presented: readonly string[],
): Promise<RefreshClaims[]> {
  const claims = await Promise.all(
    presented.map((token) => undefinedIfRefused(refreshTokens.read(token), FORGED)),
  );
  return claims.filter((claim) => claim !== undefined);
}

/**
 * Returns the only genuine refresh token of a request, or undefined if there is none.
 * @throws {BAD_REQUEST} if there are several. Choosing one could prefer a token of another person's
 * session.
 */
export async function readSingleToken(
  refreshTokens: RefreshTokens,
  presented: readonly string[],
): Promise<RefreshClaims | undefined> {
  const [token, ...others] = await readGenuineTokens(refreshTokens, presented);
  if (others.length === 0) return token;
  throw badRequest(REFRESH_TOKEN_FIELD, 'was sent more than once');
}

const FORGED: readonly ErrorCode[] = ['INVALID_REFRESH_TOKEN'];

/** Returns each session once. */
export const distinctSessions = (keys: readonly SessionKey[]): SessionKey[] => [
  ...new Map(keys.map((key) => [JSON.stringify([key.sub, key.sid]), key])).values(),
];
