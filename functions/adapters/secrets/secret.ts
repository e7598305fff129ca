import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AuthError } from '../../core/error.ts';
import { withDeadline } from '../deadline.ts';
import { withoutSecrets } from '../redact.ts';

/** Where and how long to read. */
export interface SecretSource {
  client: SecretsManagerClient;
  secretId: string;
  /** For all tries together, in milliseconds. */
  deadlineMs: number;
}

/**
 * Reads the current text of a secret.
 * @throws {INTERNAL_ERROR} if the secret cannot be read in time or has no text.
 */
export async function readSecret(source: SecretSource): Promise<string> {
  const { client, secretId, deadlineMs } = source;
  const command = new GetSecretValueCommand({ SecretId: secretId });
  const { SecretString } = await withDeadline(deadlineMs, (abortSignal) =>
    client.send(command, { abortSignal }),
  ).catch((cause: unknown) => {
    throw new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(cause) });
  });
  if (!SecretString) {
    throw new AuthError('INTERNAL_ERROR', { cause: new Error('the secret has no text') });
  }
  return SecretString;
}
