/** Reads access tokens and finds their users. */

import { errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { Call } from '../call.ts';
import { requireClient } from '../pools/pools.ts';
import {
  notAuthorized,
  passwordResetRequired,
  userIsDisabled,
  userNotConfirmed,
  userNotFound,
} from '../refusals.ts';
import { type ClientRecord, keyOf, type UserRecord } from '../state/records.ts';
import { refreshTokenByOrigin } from './refresh.ts';
import { issuerOf, publicKeys } from './sign.ts';

export interface Authorised {
  user: UserRecord;
  client: ClientRecord;
  /** The token's `jti`. */
  tokenId: string;
}

let key: ReturnType<typeof importJWK> | undefined;

/**
 * The user of an access token.
 * @param undeclared exceptions that the operation does not declare: they become a
 * NotAuthorizedException with the same sentence.
 * @throws {CognitoException} NotAuthorizedException | PasswordResetRequiredException |
 * UserNotConfirmedException | UserNotFoundException
 */
export async function authorised(
  call: Call,
  token: string,
  undeclared: readonly string[] = [],
): Promise<Authorised> {
  try {
    return await read(call, token);
  } catch (error) {
    const { name, message } = error as Error;
    throw undeclared.includes(name) ? notAuthorized(message) : error;
  }
}

async function read(call: Call, token: string): Promise<Authorised> {
  const claims = await claimsOf(token, call.now).catch((error: unknown) => {
    throw notAuthorized(
      error instanceof errors.JWTExpired ? 'Access Token has expired' : 'Invalid Access Token',
    );
  });
  const poolId = claims.iss?.split('/').at(-1) ?? '';
  const isOurs =
    claims.token_use === 'access' && claims.iss === issuerOf(call.settings.region, poolId);
  if (!isOurs) throw notAuthorized('Invalid Access Token');
  const user = call.store.get('users', keyOf({ poolId, username: String(claims.username) }));
  if (user === undefined || user.sub !== claims.sub) throw userNotFound();
  call.subject = user;
  if (refreshTokenByOrigin(call, String(claims.origin_jti))?.revoked ?? true) {
    throw notAuthorized('Access Token has been revoked');
  }
  if (!user.enabled) throw userIsDisabled();
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  if (user.status === 'UNCONFIRMED') throw userNotConfirmed();
  return {
    user,
    client: requireClient(call, String(claims.client_id)),
    tokenId: String(claims.jti),
  };
}

/** The claims of a token that this fake signed. */
export async function claimsOf(token: string, now: number): Promise<JWTPayload> {
  key ??= importJWK(publicKeys().keys[0] ?? {}, 'RS256');
  const options = { algorithms: ['RS256'], currentDate: new Date(now) };
  return (await jwtVerify(token, await key, options)).payload;
}
