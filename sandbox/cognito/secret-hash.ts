import { createHmac, timingSafeEqual } from 'node:crypto';
import { notAuthorized } from './exception.ts';

/** AWS: "Computing secret hash values". */
const secretHash = (username: string, client: { id: string; secret: string }): string =>
  createHmac('sha256', client.secret).update(`${username}${client.id}`).digest('base64');

/**
 * Checks SECRET_HASH as Cognito does for a confidential client.
 * @throws {AwsException} NotAuthorizedException, with Cognito's words.
 */
export function checkSecretHash(
  hash: unknown,
  username: string,
  client: { id: string; secret: string },
): void {
  if (typeof hash !== 'string') {
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const expected = Buffer.from(secretHash(username, client));
  const presented = Buffer.from(hash);
  if (expected.length !== presented.length || !timingSafeEqual(expected, presented)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
}
