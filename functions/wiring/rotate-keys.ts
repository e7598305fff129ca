import * as z from 'zod/mini';
import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { secretsClient, type Timeouts } from '../adapters/clients.ts';
import { retryUntilPermitted, secretVersions } from '../adapters/secrets/keyring-versions.ts';
import { ensureFirstKey, KEY_ROTATION_STEPS, rotateKeys } from '../core/keys/rotate-keys.ts';

/**
 * Creates the handler of key rotation. Secrets Manager calls it with a step of the rotation of one
 * secret. A deployment calls it without a step to create the first key of each secret.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createRotateKeysHandler(
  timeouts: Timeouts = TIMEOUTS,
): (event?: { Step?: string; SecretId?: string }) => Promise<void> {
  const environment = parseEnvironment('rotate-keys', process.env);
  const { TOKEN_ALGORITHM, SIGNING_KEYS_SECRET_ID, TOKEN_KEYS_SECRET_ID } = environment;
  const secretIds = [SIGNING_KEYS_SECRET_ID, environment.SERVICE_KEYS_SECRET_ID];
  const client = secretsClient(timeouts);
  const portsOf = (secretId: string) => ({
    versions: secretVersions(client, secretId),
    ...(TOKEN_ALGORITHM === 'ES256' &&
      secretId === SIGNING_KEYS_SECRET_ID && {
        published: secretVersions(client, TOKEN_KEYS_SECRET_ID),
      }),
    clock: Date.now,
  });
  /** The event of Secrets Manager ("Lambda rotation functions"). */
  const stepEvent = z.object({
    Step: z.enum(KEY_ROTATION_STEPS),
    SecretId: z.enum(secretIds),
    ClientRequestToken: z.string().check(z.minLength(1)),
  });

  return async (event) => {
    if (event?.Step === undefined) {
      for (const secretId of secretIds) {
        await retryUntilPermitted(() => ensureFirstKey(portsOf(secretId)));
      }
      return;
    }
    const { Step, SecretId, ClientRequestToken } = z.parse(stepEvent, event);
    await rotateKeys(portsOf(SecretId), { step: Step, version: ClientRequestToken });
  };
}
