import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import type { Clock } from '../../core/ports.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * The current text of a secret.
 * @throws INTERNAL_ERROR when it cannot be read or has none.
 */
export async function readSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((cause: unknown) => {
      throw new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(cause) });
    });
  if (!SecretString) {
    throw new AuthError('INTERNAL_ERROR', { cause: new Error('the secret has no text') });
  }
  return SecretString;
}

/**
 * Keeps what a reader gave for as long as a secret may be cached. Callers at the same time share
 * one reading; a failure is not kept.
 */
export function cached<T>(read: () => Promise<T>, clock: Clock): () => Promise<T> {
  let reading: Promise<T> | undefined;
  let readAt = 0;
  return () => {
    if (reading && clock() - readAt < KEYRING.cache * 1_000) return reading;
    readAt = clock();
    const mine = read();
    reading = mine;
    mine.catch(() => {
      if (reading === mine) reading = undefined;
    });
    return mine;
  };
}
