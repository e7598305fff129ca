/** ID and access tokens. Claims: AWS, "Understanding user pool JSON web tokens (JWTs)". */

import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { Call } from '../call.ts';
import { accessTokenLifetime, idTokenLifetime } from '../pools/lifetimes.ts';
import type { ClientRecord, RefreshTokenRecord, UserRecord } from '../state/records.ts';
import { SANDBOX_KEY } from './sandbox-key.ts';

/** Seconds since the epoch. */
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

let key: ReturnType<typeof importJWK> | undefined;

export const issuerOf = (region: string, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

/** What `/{poolId}/.well-known/jwks.json` serves. */
export const publicKeys = (): { keys: JWK[] } => {
  const { kid, alg, use, kty, n, e } = SANDBOX_KEY as Record<string, string>;
  return { keys: [{ kid, alg, use, kty, n, e } as JWK] };
};

/** The claims that both tokens of a sign-in share. */
function shared(call: Call, user: UserRecord, origin: RefreshTokenRecord) {
  return {
    sub: user.sub,
    iss: issuerOf(call.settings.region, user.poolId),
    origin_jti: origin.originJti,
    event_id: origin.eventId,
    auth_time: seconds(origin.authTime),
    iat: seconds(call.now),
    jti: randomUUID(),
    ...(user.groups.length === 0 ? {} : { 'cognito:groups': [...user.groups] }),
  };
}

export const idToken = (
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  origin: RefreshTokenRecord,
): Promise<string> =>
  sign({
    ...Object.fromEntries(Object.entries(user.attributes).map(claim)),
    ...shared(call, user, origin),
    aud: client.id,
    token_use: 'id',
    'cognito:username': user.username,
    exp: seconds(call.now) + idTokenLifetime(client),
  });

export const accessToken = (
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  origin: RefreshTokenRecord,
): Promise<string> =>
  sign({
    ...shared(call, user, origin),
    client_id: client.id,
    token_use: 'access',
    // The only scope of sign-ins by the API (AWS: "Scopes, M2M, and resource servers").
    scope: 'aws.cognito.signin.user.admin',
    username: user.username,
    exp: seconds(call.now) + accessTokenLifetime(client),
  });

/** Only the two `…_verified` attributes are booleans in a token. */
const claim = ([name, value]: [string, string]): [string, unknown] => [
  name,
  name.endsWith('_verified') ? value === 'true' : value,
];

async function sign(claims: Record<string, unknown>): Promise<string> {
  key ??= importJWK(SANDBOX_KEY, 'RS256');
  return new SignJWT(claims)
    .setProtectedHeader({ kid: SANDBOX_KEY.kid ?? '', alg: 'RS256' })
    .sign(await key);
}
