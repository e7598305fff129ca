import { secretsClient, type Timeouts } from '../adapters/clients.ts';
import { readSecret } from '../adapters/secrets/secret.ts';

/** Reads the current text of a secret. */
export type ReadSecret = (secretId: string) => Promise<string>;

/** Builds a reader with one SDK client, which all secrets of a function share. */
export function buildSecretReader(timeouts: Timeouts): ReadSecret {
  const client = secretsClient(timeouts);
  return (secretId) => readSecret(client, secretId);
}
