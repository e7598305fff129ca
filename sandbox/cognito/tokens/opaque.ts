/**
 * Refresh tokens and session handles, which are opaque. They have the form and the length of real
 * ones, so that a product that stores or seals them has enough room for those of AWS.
 */

import { createHash, randomBytes } from 'node:crypto';

const characters = (count: number): string =>
  randomBytes(count).toString('base64url').slice(0, count);

/** Seen in real refresh tokens: a JWE in five parts, of about 1,780 characters. */
const JWE_PARTS = [342, 16, 1_320, 22];
const JWE_HEADER = Buffer.from(
  JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }),
).toString('base64url');

export const newRefreshToken = (): string => [JWE_HEADER, ...JWE_PARTS.map(characters)].join('.');

/** Seen on a real pool: a handle for an unknown user is longer than one for a user. */
const SESSION_LENGTH = { user: 1_543, decoy: 1_587 };

export const newSession = (kind: keyof typeof SESSION_LENGTH): string =>
  `AYABe${characters(SESSION_LENGTH[kind] - 5)}`;

/** The key of an opaque token in the store, which keeps no token. */
export const digest = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/**
 * * The key of a refresh token, which is also the `origin_jti` of its access tokens: so that both
 * lead to the record without a search. It has the form of a UUID, as on AWS.
 */
export const originOf = (token: string): string =>
  createHash('sha256')
    .update(token)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
