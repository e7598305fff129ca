/** SECRET_HASH of a confidential client. Source: AWS, "Computing secret hash values". */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { notAuthorized } from '../refusals.ts';
import type { ClientRecord } from '../state/records.ts';

/**
 * Checks the hash, which must be over the name that was sent, alias or not.
 * @throws {CognitoException} NotAuthorizedException
 */
export function checkSecretHash(
  { id, secrets }: ClientRecord,
  username: string,
  hash: string | undefined,
): void {
  if (secrets.length === 0) return;
  if (hash === undefined) {
    throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  }
  const hashWith = (secret: string) =>
    createHmac('sha256', secret).update(`${username}${id}`).digest('base64');
  if (!secrets.some(({ value }) => equal(hashWith(value), hash))) {
    throw notAuthorized(`Unable to verify secret hash for client ${id}`);
  }
}

/** Whether a secret itself was sent, as RevokeToken and GetTokensFromRefreshToken take it. */
export const hasSecret = ({ secrets }: ClientRecord, sent: string | undefined): boolean =>
  secrets.length === 0 || (sent !== undefined && secrets.some(({ value }) => equal(value, sent)));

function equal(expected: string, presented: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(presented)];
  return a.length === b.length && timingSafeEqual(a, b);
}
