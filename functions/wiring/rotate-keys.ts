import * as z from 'zod/mini';
import { parseEnvironment } from '../../contract/environment.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { secretsClient, type Timeouts } from '../adapters/clients.ts';
import { retryUntilPermitted, secretVersions } from '../adapters/secrets/keyring-versions.ts';
import { ensureFirstKey, KEY_ROTATION_STEPS, rotateKeys } from '../core/keys/rotate-keys.ts';

/**
 * Creates the handler of key rotation. Secrets Manager calls it with a step of a rotation. A
 * deployment calls it without a step to create the first key.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function createRotateKeysHandler(
  timeouts: Timeouts = TIMEOUTS,
): (event?: { Step?: string }) => Promise<void> {
  const { KEYRING_SECRET_ID } = parseEnvironment('rotate-keys', process.env);
  const ports = {
    versions: secretVersions(secretsClient(timeouts), KEYRING_SECRET_ID),
    clock: Date.now,
  };
  /** The event of Secrets Manager ("Lambda rotation functions"). */
  const stepEvent = z.object({
    Step: z.enum(KEY_ROTATION_STEPS),
    SecretId: z.literal(KEYRING_SECRET_ID),
    ClientRequestToken: z.string().check(z.minLength(1)),
  });

  return async (event) => {
    if (event?.Step === undefined) return retryUntilPermitted(() => ensureFirstKey(ports));
    const { Step, ClientRequestToken } = z.parse(stepEvent, event);
    return rotateKeys(ports, { step: Step, version: ClientRequestToken });
  };
}
