/**
 * The two values that name a challenge. The client sends the token in the body. The nonce is in a
 * cookie, which binds the steps of a sign-in to the browser that began it: a token alone is
 * worthless. Nothing that is stored contains either of them.
 */

import { createHash, randomBytes } from 'node:crypto';

/** The length of an account's fingerprint, and of 32 random bytes, in base64url. */
const LENGTH = 43;
const NONCE = /^[A-Za-z0-9_-]{43}$/;

const createSecret = (): string => randomBytes(32).toString('base64url');

export const createNonce = createSecret;

/** Creates a token. It begins with the account, so that its counters can be read with its row. */
export const createToken = (account: string): string => account + createSecret();

/** Returns the account that a token names. Only the row of the token proves that it is true. */
export const accountOf = (token: string): string => token.slice(0, LENGTH);

/** Returns the nonce of a request. A browser sends at most one. */
export const findNonce = (cookies: readonly string[]): string | undefined =>
  cookies.find((cookie) => NONCE.test(cookie));

/** Returns the ID of the row of a challenge. */
export const challengeIdOf = (token: string, nonce: string): string =>
  `challenge.${createHash('sha256').update(`${token}.${nonce}`).digest('base64url')}`;

/** Returns the ID of the row that limits the wrong answers at an account. */
export const limitsIdOf = (account: string): string => `challenges.${account}`;
