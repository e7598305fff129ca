/** The deployment on AWS that a command works on, named by its options. */

import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
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
} as const satisfies Options;

const NAME_THE_STACK = 'Name the foundation stack by --stack.';

type DeploymentOptions = Values<typeof DEPLOYMENT_OPTIONS>;

export interface Deployment {
  /** The foundation stack, or `sandbox`. */
  name: string;
  cognito: CognitoIdentityProviderClient;
  dynamo: DynamoDBClient;
  secrets: SecretsManagerClient;
  logs: CloudWatchLogsClient;
  /** @throws {UsageError} if no option names it. */
  userPoolId(): Promise<string>;
  /**
   * The app client, and the secret in Secrets Manager that contains its own.
   * @throws {UsageError} if no option names the stack.
   */
  appClient(): Promise<{ id: string; secret: string }>;
  /** @throws {UsageError} if no option names the stack. */
  table(name: 'sessions' | 'attempts'): Promise<string>;
  /** @throws {UsageError} if no option names the stack. */
  keysSecret(name: KeysSecretName): Promise<KeysSecret>;
  /**
   * The log group of what operators change.
   * @throws {UsageError} if no option names the stack.
   */
  operatorsLog(): Promise<string>;
  /** Who runs the command: the ARN of the AWS identity. */
  operator(): Promise<string>;
}

/** The secrets with keys. */
export const KEYS_SECRETS = ['tokens', 'service'] as const;
export type KeysSecretName = (typeof KEYS_SECRETS)[number];

/** Where keys are. */
export interface KeysSecret {
  secretId: string;
  /** The secret with their public keys, if they are key pairs. */
  publishedId?: string | undefined;
}

/** Credentials and region are those of the AWS SDK: from the environment or a profile. */
export function awsDeployment({ stack, pool }: DeploymentOptions): Deployment {
  let outputs: ReturnType<typeof readOutputs> | undefined;

  async function output(name: string, otherwise: string = NAME_THE_STACK): Promise<string> {
    if (stack === undefined) throw new UsageError(otherwise);
    outputs ??= readOutputs(stack);
    const value = (await outputs).get(name);
    if (value !== undefined) return value;
    throw new Error(
      `The stack ${stack} has no output ${name}. ` +
        '--stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
    );
  }

  async function keysSecret(name: KeysSecretName): Promise<KeysSecret> {
    if (name === 'service') return { secretId: await output(FOUNDATION_OUTPUTS.serviceKeys) };
    const tokens = await output(FOUNDATION_OUTPUTS.tokenKeys);
    const signing = (await outputs)?.get(FOUNDATION_OUTPUTS.signingKeys);
    return signing === undefined
      ? { secretId: tokens }
      : { secretId: signing, publishedId: tokens };
  }

  return {
    name: stack ?? pool ?? '',
    cognito: new CognitoIdentityProviderClient(CLIENT_SETTINGS),
    dynamo: new DynamoDBClient(CLIENT_SETTINGS),
    secrets: new SecretsManagerClient(CLIENT_SETTINGS),
    logs: new CloudWatchLogsClient(CLIENT_SETTINGS),
    userPoolId: async () =>
      pool ??
      output(
        FOUNDATION_OUTPUTS.userPoolId,
        'Name the foundation stack by --stack, or the user pool by --pool.',
      ),
    table: (name) => output(FOUNDATION_OUTPUTS[`${name}Table`]),
    appClient: async () => ({
      id: await output(FOUNDATION_OUTPUTS.userPoolClientId),
      secret: await output(FOUNDATION_OUTPUTS.clientSecret),
    }),
    keysSecret,
    operatorsLog: () => output(FOUNDATION_OUTPUTS.operatorsLog),
    operator: async () => {
      const sts = new STSClient(CLIENT_SETTINGS);
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      if (Arn === undefined) throw new Error('AWS answered without the identity of the caller.');
      return Arn;
    },
  };
}
