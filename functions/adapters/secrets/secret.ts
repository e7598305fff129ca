import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AuthError } from '../../core/error.ts';
import { withDeadline } from '../deadline.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * The staging label of a client secret that an operator put in place of the deployed one. A
 * deployment moves only `AWSCURRENT`, so it cannot put an old value back. The label names the app
 * client: another client does not get the secret of the one before.
 */
export const rotatedLabel = (clientId: string): string => `ROTATED-${clientId}`;

/** Where and how long to read. */
export interface SecretSource {
  client: SecretsManagerClient;
  secretId: string;
  /** A value with this staging label, if there is one, is read in place of the current one. */
  preferredLabel?: string;
  /** For all tries together, in milliseconds. */
  deadlineMs: number;
}

/**
 * Reads the text of a secret.
 * @throws {INTERNAL_ERROR} if the secret cannot be read in time or has no text.
 */
export async function readSecret(source: SecretSource): Promise<string> {
  const { client, secretId, preferredLabel, deadlineMs } = source;
  const read = (label: object, abortSignal: AbortSignal) =>
    client.send(new GetSecretValueCommand({ SecretId: secretId, ...label }), { abortSignal });
  const { SecretString } = await withDeadline(deadlineMs, async (abortSignal) => {
    if (preferredLabel === undefined) return read({}, abortSignal);
    // At the same time: a cold function would wait twice.
    const [rotated, current] = await Promise.all([
      read({ VersionStage: preferredLabel }, abortSignal).catch((error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }),
      read({}, abortSignal),
    ]);
    return rotated ?? current;
  }).catch((cause: unknown) => {
    throw new AuthError('INTERNAL_ERROR', { cause: withoutSecrets(cause) });
  });
  if (!SecretString) {
    throw new AuthError('INTERNAL_ERROR', { cause: new Error('the secret has no text') });
  }
  return SecretString;
}
