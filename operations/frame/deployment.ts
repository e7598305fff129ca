/** The deployment on AWS that a command works on, named by its options. */

import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { CLIENT_SETTINGS } from './client-settings.ts';
import { readOutputs } from './stack-outputs.ts';
import { type Options, UsageError, type Values } from './usage.ts';

/** A command has those of these options that it needs. */
export const DEPLOYMENT_OPTIONS = {
  stack: {
    value: 'STACK',
    description: 'Foundation stack, whose outputs name the user pool, the tables and the secrets.',
  },
  pool: { value: 'ID', description: 'User pool. Defaults to the one of --stack.' },
  table: { value: 'TABLE', description: 'Sessions table. Defaults to the one of --stack.' },
} as const satisfies Options;

const KEYS_OUTPUTS: Readonly<Record<KeysSecretName, string>> = {
  tokens: FOUNDATION_OUTPUTS.tokenKeys,
  service: FOUNDATION_OUTPUTS.serviceKeys,
};

type DeploymentOptions = Values<typeof DEPLOYMENT_OPTIONS>;

export interface Deployment {
  cognito: CognitoIdentityProviderClient;
  dynamo: DynamoDBClient;
  secrets: SecretsManagerClient;
  /** @throws {UsageError} if no option names it. */
  userPoolId(): Promise<string>;
  /** @throws {UsageError} if no option names it. */
  sessionsTable(): Promise<string>;
  /** @throws {UsageError} if no option names the stack. */
  keysSecret(name: KeysSecretName): Promise<string>;
}

/** The secrets with keys. */
export const KEYS_SECRETS = ['tokens', 'service'] as const;
export type KeysSecretName = (typeof KEYS_SECRETS)[number];

/** Whether the options name a deployment on AWS. */
export const isOnAws = ({ stack, pool, table }: DeploymentOptions): boolean =>
  (stack ?? pool ?? table) !== undefined;

/** Credentials and region are those of the AWS SDK: from the environment or a profile. */
export function awsDeployment({ stack, pool, table }: DeploymentOptions): Deployment {
  let outputs: ReturnType<typeof readOutputs> | undefined;

  async function output(name: string, otherwise: string): Promise<string> {
    if (stack === undefined) throw new UsageError(otherwise);
    outputs ??= readOutputs(stack);
    const value = (await outputs).get(name);
    if (value !== undefined) return value;
    throw new Error(
      `The stack ${stack} has no output ${name}. ` +
        '--stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
    );
  }

  return {
    cognito: new CognitoIdentityProviderClient(CLIENT_SETTINGS),
    dynamo: new DynamoDBClient(CLIENT_SETTINGS),
    secrets: new SecretsManagerClient(CLIENT_SETTINGS),
    userPoolId: async () =>
      pool ??
      output(
        FOUNDATION_OUTPUTS.userPoolId,
        'Name the foundation stack by --stack, or the user pool by --pool.',
      ),
    sessionsTable: async () =>
      table ??
      output(
        FOUNDATION_OUTPUTS.sessionsTable,
        'Name the foundation stack by --stack, or the sessions table by --table.',
      ),
    keysSecret: (name) => output(KEYS_OUTPUTS[name], 'Name the foundation stack by --stack.'),
  };
}
