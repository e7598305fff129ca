import { createRequire } from 'node:module';
import { errors, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import { notAuthorized } from './exception.ts';
import { ISSUER } from './library.ts';

/**
 * Cognito's real refresh tokens are opaque; cognito-local's are JWTs, which tells a forged one from
 * a revoked one.
 */
export interface RefreshToken {
  /** The real username, not the alias that signed in. */
  username: string;
}

const { jwk } = createRequire(import.meta.url)(
  'cognito-local/lib/keys/cognitoLocal.public.json',
) as { jwk: JWK };
const key = await importJWK(jwk, 'RS256');

/**
 * Whose refresh token it is.
 * @throws {AwsException} NotAuthorizedException "Invalid Refresh Token", or "Refresh Token has
 * expired".
 */
export async function readRefreshToken(
  token: unknown,
  poolId: string,
  clock: Clock,
): Promise<RefreshToken> {
  let claims: JWTPayload;
  try {
    const options = {
      issuer: `${ISSUER}/${poolId}`,
      currentDate: new Date(clock()),
      algorithms: ['RS256'],
    };
    ({ payload: claims } = await jwtVerify(String(token), key, options));
  } catch (error) {
    throw notAuthorized(
      error instanceof errors.JWTExpired ? 'Refresh Token has expired' : 'Invalid Refresh Token',
    );
  }
  // Access and ID tokens carry the same signature, and a use.
  if (claims.token_use !== undefined) throw notAuthorized('Invalid Refresh Token');
  return { username: String(claims['cognito:username']) };
}
