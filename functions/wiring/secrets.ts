import { secretsClient, type Timeouts } from '../adapters/clients.ts';
import { readSecret } from '../adapters/secrets/secret.ts';
import { SecretCache } from '../adapters/secrets/secret-cache.ts';
import { reportStaleSecret } from '../http/observe.ts';

/** Opens a secret, whose text is converted by `parse`. */
export type OpenSecret = <T>(secretId: string, parse: (text: string) => T) => SecretCache<T>;

/**
 * Builds what opens the secrets of a function. They share one SDK client, and the first read of one
 * reads the others in parallel: in sequence, a cold function would wait too long.
 */
export function buildSecrets(timeouts: Timeouts): OpenSecret {
  const client = secretsClient(timeouts);
  const { deadlineMs } = timeouts.secrets;
  const opened: { prepare(): void }[] = [];
  const beforeRead = () => {
    for (const secret of opened) secret.prepare();
  };
  return (secretId, parse) => {
    const read = () => readSecret({ client, secretId, deadlineMs });
    const secret = new SecretCache({
      read,
      parse,
      clock: Date.now,
      deadlineMs,
      beforeRead,
      reportStale: reportStaleSecret,
    });
    opened.push(secret);
    return secret;
  };
}

/** Opens a secret whose text is used as it is. */
export function openText(open: OpenSecret, secretId: string): () => Promise<string> {
  const secret = open(secretId, (text) => text);
  return async () => (await secret.fresh()).value;
}
