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
 * The same for every first key, so that of two made at once one stays. Secrets Manager wants 32 to
 * 64 characters.
 */
const FIRST_VERSION = 'chordian-auth-first-key-of-the-keyring';

/** The keyring's versions in Secrets Manager. */
export function secretVersions(client: SecretsManagerClient, secretId: string): KeyringVersions {
  const SecretId = secretId;

  async function text(which: {
    VersionStage: string;
    VersionId?: string;
  }): Promise<string | undefined> {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId, ...which }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw withoutSecrets(error);
    }
  }

  async function stages(): Promise<Record<string, string[]>> {
    return (await client.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
  }

  /** A version keeps its first value: Secrets Manager refuses another under the same token. */
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
    current: () => text({ VersionStage: 'AWSCURRENT' }),
    pending: (version) => text({ VersionId: version, VersionStage: 'AWSPENDING' }),
    stagesOf: async (version) => (await stages())[version] ?? [],
    putPending: (version, value) => put(version, 'AWSPENDING', value),
    putFirst: (value) => put(FIRST_VERSION, 'AWSCURRENT', value),

    async promote(version) {
      const current = Object.entries(await stages()).find(([, held]) =>
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
  };
}

/**
 * Tries again while Secrets Manager says AccessDenied: a role that was made moments ago is not
 * known everywhere yet (AWS: "Changes that I make are not always immediately visible"). Four waits
 * of 3 s fit into the function's time.
 */
export async function whenPermitted<T>(
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
