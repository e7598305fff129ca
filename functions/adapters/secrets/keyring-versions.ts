import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { KeyringVersions } from '../../core/keys/rotate-keys.ts';
import { withoutSecrets } from '../redact.ts';

/**
 * The version id of every first key. If two first keys are written at the same time, only one of
 * them is stored. Secrets Manager requires 32 to 64 characters.
 */
const FIRST_VERSION = 'chordian-auth-first-key-of-the-keyring';

/** Stores the versions of the keyring in Secrets Manager. */
export function secretVersions(client: SecretsManagerClient, secretId: string): KeyringVersions {
  const SecretId = secretId;

  async function readText(version: {
    VersionStage: string;
    VersionId?: string;
  }): Promise<string | undefined> {
    try {
      const command = new GetSecretValueCommand({ SecretId, ...version });
      // An emulator of AWS may create a secret with an empty value instead of none.
      return (await client.send(command)).SecretString || undefined;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw withoutSecrets(error);
    }
  }

  async function readStages(): Promise<Record<string, string[]>> {
    return (await client.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
  }

  /** Has no effect if the version exists: Secrets Manager rejects a second value for it. */
  async function put(version: string, stage: string, value: string): Promise<void> {
    const command = new PutSecretValueCommand({
      SecretId,
      ClientRequestToken: version,
      SecretString: value,
      VersionStages: [stage],
    });
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof ResourceExistsException)) throw error;
    }
  }

  return {
    current: () => readText({ VersionStage: 'AWSCURRENT' }),
    pending: (version) => readText({ VersionId: version, VersionStage: 'AWSPENDING' }),
    stagesOf: async (version) => (await readStages())[version] ?? [],
    putPending: (version, value) => put(version, 'AWSPENDING', value),
    putFirst: (value) => put(FIRST_VERSION, 'AWSCURRENT', value),
    putCurrent: (value) => put(randomUUID(), 'AWSCURRENT', value),

    async promote(version) {
      const current = Object.entries(await readStages()).find(([, held]) =>
        held.includes('AWSCURRENT'),
      )?.[0];
      const command = new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: version,
        ...(current !== undefined && { RemoveFromVersionId: current }),
      });
      await client.send(command);
    },

    async discardPending() {
      const pending = Object.entries(await readStages()).find(
        ([, held]) => held.includes('AWSPENDING') && !held.includes('AWSCURRENT'),
      )?.[0];
      if (pending === undefined) return;
      const command = new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSPENDING',
        RemoveFromVersionId: pending,
      });
      await client.send(command);
    },
  };
}

/**
 * Retries an operation while Secrets Manager answers AccessDenied. A new role takes a moment to
 * become visible everywhere (AWS: "Changes that I make are not always immediately visible"). The
 * default is four waits of 3 s, which fit into the function's time-out.
 */
export async function retryUntilPermitted<T>(
  operation: () => Promise<T>,
  { tries = 5, waitMs = 3_000 } = {},
): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await operation();
    } catch (error) {
      if (left === 0 || !(error instanceof Error) || error.name !== 'AccessDeniedException') {
        throw error;
      }
      await setTimeout(waitMs);
    }
  }
}
