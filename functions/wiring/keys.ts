import * as z from 'zod/mini';
import { parseEnvironment } from '../../contract/environment.ts';
import { secretsClient } from '../adapters/clients.ts';
import { secretVersions, whenPermitted } from '../adapters/secrets/keyring-versions.ts';
import { ensureFirstKey, ROTATION_STEPS, rotate } from '../core/keys/rotate-keys.ts';

/**
 * Builds the handler that rotates the keyring. Secrets Manager calls it with a step of a rotation;
 * a deployment calls it without one, which asks for the first key.
 * @throws {TypeError} naming a variable that is missing or wrong.
 */
export function rotateKeysHandler(): (event?: { Step?: string }) => Promise<void> {
  const { KEYRING_SECRET_ID } = parseEnvironment('rotate-keys', process.env);
  const ports = {
    versions: secretVersions(secretsClient(), KEYRING_SECRET_ID),
    clock: Date.now,
  };
  /** The event of Secrets Manager ("Lambda rotation functions"). */
  const rotationEvent = z.object({
    Step: z.enum(ROTATION_STEPS),
    SecretId: z.literal(KEYRING_SECRET_ID),
    ClientRequestToken: z.string().check(z.minLength(1)),
  });

  return async (event) => {
    if (event?.Step === undefined) return whenPermitted(() => ensureFirstKey(ports));
    const { Step, ClientRequestToken } = z.parse(rotationEvent, event);
    return rotate(ports, { step: Step, version: ClientRequestToken });
  };
}
