/** Refresh tokens: one per sign-in, without rotation. Revoking one revokes its access tokens. */

import { randomUUID } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { accessTokenLifetime, refreshTokenLifetime } from '../pools/lifetimes.ts';
import { notAuthorized, passwordResetRequired, userIsDisabled } from '../refusals.ts';
import {
  type ClientRecord,
  keyOf,
  type RefreshTokenRecord,
  type UserRecord,
} from '../state/records.ts';
import { newRefreshToken, originOf } from './opaque.ts';
import { accessToken, idToken } from './sign.ts';

/** The three tokens of a complete sign-in. */
export async function issueTokens(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
): Promise<AuthenticationResultType> {
  const token = newRefreshToken();
  const record: RefreshTokenRecord = {
    poolId: user.poolId,
    clientId: client.id,
    username: user.username,
    originJti: originOf(token),
    eventId: randomUUID(),
    authTime: call.now,
    expires: call.now + refreshTokenLifetime(client) * 1_000,
    revoked: false,
  };
  call.store.put('refreshTokens', record.originJti, record);
  return { ...(await shortTokens(call, client, user, record)), RefreshToken: token };
}

/** A new ID and access token for a refresh token, which stays valid. */
export const renewTokens = (call: Call, { client, user, record }: Refreshed) =>
  shortTokens(call, client, user, record);

async function shortTokens(
  call: Call,
  client: ClientRecord,
  user: UserRecord,
  record: RefreshTokenRecord,
): Promise<AuthenticationResultType> {
  return {
    AccessToken: await accessToken(call, client, user, record),
    IdToken: await idToken(call, client, user, record),
    TokenType: 'Bearer',
    ExpiresIn: accessTokenLifetime(client),
  };
}

export interface Refreshed {
  client: ClientRecord;
  user: UserRecord;
  record: RefreshTokenRecord;
}

/**
 * What a refresh token stands for.
 * @param checkClient checks the caller's proof of the client secret, which is over the username.
 * @throws {CognitoException} NotAuthorizedException | PasswordResetRequiredException
 */
export function readRefreshToken(
  call: Call,
  client: ClientRecord,
  token: string,
  checkClient: (username: string) => void,
): Refreshed {
  const record = call.store.get('refreshTokens', originOf(token));
  if (record === undefined || record.clientId !== client.id) throw invalidRefreshToken();
  if (record.expires <= call.now) throw notAuthorized('Refresh Token has expired');
  checkClient(record.username);
  const user = call.store.get('users', keyOf(record));
  if (user === undefined) throw invalidRefreshToken();
  call.subject = user;
  if (!user.enabled) throw userIsDisabled();
  if (user.status === 'RESET_REQUIRED') throw passwordResetRequired();
  if (record.revoked) throw notAuthorized('Refresh Token has been revoked');
  return { client, user, record };
}

const invalidRefreshToken = () => notAuthorized('Invalid Refresh Token');

export const refreshTokenByOrigin = ({ store }: Call, originJti: string) =>
  store.get('refreshTokens', originJti);

/** Revokes one token; of one that is unknown nothing happens (RFC 7009, section 2.2). */
export function revoke({ store }: Call, token: string): void {
  const record = store.get('refreshTokens', originOf(token));
  if (record) store.put('refreshTokens', record.originJti, { ...record, revoked: true });
}

/** Revokes all tokens of a user. */
export function revokeAll({ store }: Call, user: UserRecord): void {
  for (const key of store.keys('refreshTokens')) {
    const record = store.get('refreshTokens', key);
    if (record !== undefined && keyOf(record) === keyOf(user) && !record.revoked) {
      store.put('refreshTokens', key, { ...record, revoked: true });
    }
  }
}
