/** Replaces `@aws-sdk/client-secrets-manager` in every bundle. See `json-client.ts`. */

import { command } from './command.ts';
import { awsJson, type ClientSettings, JsonClient } from './json-client.ts';
import { ServiceError } from './service-error.ts';

export class ResourceExistsException extends ServiceError {}
export class ResourceNotFoundException extends ServiceError {}

export class SecretsManagerClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        id: 'SECRETS_MANAGER',
        host: 'secretsmanager',
        signingName: 'secretsmanager',
        protocol: awsJson('1.1', 'secretsmanager'),
        errors: { ResourceExistsException, ResourceNotFoundException },
      },
      settings,
    );
  }
}

export const DescribeSecretCommand = /* @__PURE__ */ command('DescribeSecret');
export const GetSecretValueCommand = /* @__PURE__ */ command('GetSecretValue');
export const PutSecretValueCommand = /* @__PURE__ */ command('PutSecretValue');
export const UpdateSecretVersionStageCommand = /* @__PURE__ */ command('UpdateSecretVersionStage');
