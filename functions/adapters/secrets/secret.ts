import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { KEYRING } from '../../../contract/limits.ts';
import { AuthError } from '../../core/error.ts';
import type { Clock } from '../../core/ports.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * Reads the current text of a secret.
 * @throws {INTERNAL_ERROR} if the secret cannot be read or has no text.
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
 * Wraps a read so that its result is reused for `KEYRING.cache` seconds. Concurrent callers share
 * one read. A failed read is not cached.
 */
export function cached<T>(read: () => Promise<T>, clock: Clock): () => Promise<T> {
  let last: Promise<T> | undefined;
  let readAt = 0;
  return () => {
    if (last && clock() - readAt < KEYRING.cache * 1_000) return last;
    readAt = clock();
    const reading = read();
    last = reading;
    reading.catch(() => {
      if (last === reading) last = undefined;
    });
    return reading;
  };
}
