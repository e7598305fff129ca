/** Lists the secrets of a client without their values. */

import type {
  ListUserPoolClientSecretsCommandInput,
  ListUserPoolClientSecretsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeSecret } from '../pools/client-secrets.ts';
import { requireClientOf } from '../pools/pools.ts';

export const listUserPoolClientSecrets = operation<
  ListUserPoolClientSecretsCommandInput,
  ListUserPoolClientSecretsCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientRead',
  writes: false,
  required: ['UserPoolId', 'ClientId'],
  run(call, { UserPoolId, ClientId }) {
    return {
      ClientSecrets: requireClientOf(call, UserPoolId, ClientId).secrets.map(describeSecret),
    };
  },
});
