/** The secrets of an app client. Source: the SDK's types of AddUserPoolClientSecret. */

import { randomBytes } from 'node:crypto';
import type { ClientSecretDescriptorType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../refusals.ts';
import type { ClientRecord, ClientSecret } from '../state/records.ts';

/** "Supports up to 2 active secrets per app client". */
export const MOST_SECRETS = 2;

const generate = (): string => randomBytes(26).toString('hex').slice(1);

/** @param given the value, if the caller chose one. */
export function newSecret(
  { id, secrets }: Pick<ClientRecord, 'id' | 'secrets'>,
  now: number,
  given?: string,
): ClientSecret {
  // Ids hold the time, and differ even if two secrets are made at the same time.
  const last = secrets.at(-1)?.created ?? 0;
  const created = Math.max(now, last + 1_000);
  return { id: `${id}--${Math.floor(created / 1_000)}`, value: given ?? generate(), created };
}

/**
 * [unproven] AWS does not document what it answers for a public client.
 * @throws {CognitoException} InvalidParameterException
 */
export function requireConfidential({ id, secrets }: ClientRecord): void {
  if (secrets.length === 0) throw invalidParameter(`Client ${id} has no client secret.`);
}

/** A descriptor has no value: only the answer to AddUserPoolClientSecret may contain it. */
export const describeSecret = ({ id, created }: ClientSecret): ClientSecretDescriptorType => ({
  ClientSecretId: id,
  ClientSecretCreateDate: new Date(created),
});
