/** The sandbox of this machine as a deployment that a command works on. */

import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Deployment } from './deployment.ts';
import type { Options } from './usage.ts';

export const SANDBOX_OPTIONS = {
  'state-dir': {
    value: 'DIRECTORY',
    description: 'State of the sandbox. Defaults to that of `npm start`.',
  },
} as const satisfies Options;

/**
 * Connects to the running sandbox, or to its state if none is running, for as long as `use` lasts.
 */
export async function withSandbox<T>(
  directory: string | undefined,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  // Loaded here: a command for AWS does not need the emulators.
  const { connectSandbox } = await import('../../sandbox/connect.ts');
  const sandbox = await connectSandbox(directory);
  const { url, poolId, clientId, clientSecret, tables, keysSecrets, close } = sandbox;
  const settings = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  };
  try {
    return await use({
      name: 'sandbox',
      cognito: new CognitoIdentityProviderClient(settings),
      dynamo: new DynamoDBClient(settings),
      secrets: new SecretsManagerClient(settings),
      logs: new CloudWatchLogsClient(settings),
      userPoolId: async () => poolId,
      appClient: async () => ({ id: clientId, secret: clientSecret }),
      table: async (name) => tables[name],
      keysSecret: async (name) => keysSecrets[name],
      operatorsLog: async () => 'operators',
      operator: async () => 'sandbox',
    });
  } finally {
    await close();
  }
}
