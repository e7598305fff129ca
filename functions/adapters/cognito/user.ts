/** The user that an ID token of Cognito describes. */

import type { InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import * as z from 'zod/mini';
import { CLAIMS } from '../../../contract/limits.ts';
import type { User } from '../../../contract/schemas/index.ts';
import { parseAnswer } from './answer.ts';
import { invalidResponse } from './call.ts';

const idClaims = z.object({
  sub: z.string().check(z.minLength(1)),
  aud: z.string(),
  token_use: z.literal('id'),
  'cognito:username': z.string().check(z.minLength(1)),
  email: z.optional(z.string()),
  'cognito:groups': z.optional(z.array(z.string())),
});

/**
 * Reads the user from the ID token of a response. The signature is not verified, because the token
 * came from Cognito directly over TLS (OpenID Connect Core section 3.1.3.7, point 6).
 * @throws {BAD_GATEWAY} if the answer is malformed, has no ID token for this client, or a claim is missing.
 */
export function readUser(output: InitiateAuthCommandOutput, clientId: string): User {
  const { AuthenticationResult } = parseAnswer(output);
  if (!AuthenticationResult?.IdToken) throw invalidResponse('no ID token');
  const claims = z.safeParse(idClaims, decode(AuthenticationResult.IdToken));
  if (!claims.success) throw invalidResponse('an ID token without the claims we need');
  const {
    sub,
    aud,
    email,
    'cognito:username': username,
    'cognito:groups': groups = [],
  } = claims.data;
  if (aud !== clientId) throw invalidResponse('an ID token for another client');
  return { sub, username, email: limitEmail(email), groups: limitGroups(groups) };
}

function decode(token: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/**
 * Returns null for an address that is too long for our JWT. A cut address could belong to someone
 * else.
 */
const limitEmail = (email: string | undefined): string | null =>
  email !== undefined && email.length <= CLAIMS.emailLength ? email : null;

/** Drops the groups that do not fit into our JWT. Missing groups can only remove permissions. */
function limitGroups(groups: readonly string[]): string[] {
  let bytes = 0;
  return groups.filter((group) => {
    bytes += Buffer.byteLength(JSON.stringify(group)) + 1;
    return bytes <= CLAIMS.groupsBytes;
  });
}
