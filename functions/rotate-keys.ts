import * as z from 'zod/mini';
import { parseEnvironment } from '../contract/environment.ts';
import { secretsClient } from './adapters/aws.ts';
import { secretVersions, whenPermitted } from './adapters/secret-rotation.ts';
import { ensureFirstKey, ROTATION_STEPS, rotate } from './core/rotation.ts';

const environment = parseEnvironment('rotate-keys', process.env);
const ports = {
  versions: secretVersions(secretsClient(), environment.KEYRING_SECRET_ID),
  clock: Date.now,
};

/** What Secrets Manager sends. */
const rotationEvent = z.object({
  Step: z.enum(ROTATION_STEPS),
  SecretId: z.literal(environment.KEYRING_SECRET_ID),
  ClientRequestToken: z.string().check(z.minLength(1)),
});

/**
 * Called by Secrets Manager with a step of a rotation, and by a deployment with nothing, which asks
 * for the first key.
 */
export const handler = async (event?: { Step?: string }): Promise<void> => {
  if (event?.Step === undefined) return whenPermitted(() => ensureFirstKey(ports));
  const { Step, ClientRequestToken } = z.parse(rotationEvent, event);
  return rotate(ports, { step: Step, version: ClientRequestToken });
};
