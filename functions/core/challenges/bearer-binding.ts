/**
 * Binds the steps of a reauthentication to the Bearer token that began it. The token was verified
 * then, so its digest is enough: the function of the steps needs no key that verifies tokens.
 */

import { createHash } from 'node:crypto';
import { AuthError } from '../error.ts';
import { parseBearer } from '../sessions/authenticate.ts';
import type { Challenge } from './challenge.ts';

/**
 * Returns the digest of a Bearer token.
 * @throws {NOT_AUTHENTICATED} if the header is missing or is not a Bearer header.
 */
export const digestBearer = (authorization: string | undefined): string =>
  createHash('sha256').update(parseBearer(authorization)).digest('base64url');

/** Checks whether a request shows the Bearer token of its challenge. A sign-in has none. */
export function hasItsBearer(
  { purpose, session }: Pick<Challenge, 'purpose' | 'session'>,
  authorization: string | undefined,
): boolean {
  if (purpose !== 'reauthenticate') return session === undefined;
  try {
    return session?.bearer === digestBearer(authorization);
  } catch (error) {
    if (error instanceof AuthError) return false;
    throw error;
  }
}
