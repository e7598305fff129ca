/** Adds a second secret to a confidential client. Both are accepted. */

import type {
  AddUserPoolClientSecretCommandInput,
  AddUserPoolClientSecretCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { operation } from '../operation.ts';
import {
  describeSecret,
  MOST_SECRETS,
  newSecret,
  requireConfidential,
} from '../pools/client-secrets.ts';
import { requireClientOf } from '../pools/pools.ts';

export const addUserPoolClientSecret = operation<
  AddUserPoolClientSecretCommandInput,
  AddUserPoolClientSecretCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientUpdate',
  writes: true,
  required: ['UserPoolId', 'ClientId'],
  run(call, { UserPoolId, ClientId, ClientSecret }) {
    const record = requireClientOf(call, UserPoolId, ClientId);
    requireConfidential(record);
    if (record.secrets.length >= MOST_SECRETS) {
      // [unproven] The sentence is not documented.
      throw new CognitoException(
        'LimitExceededException',
        `Client ${record.id} has ${MOST_SECRETS} client secrets already.`,
      );
    }
    const secret = newSecret(record, call.now, ClientSecret);
    call.store.put('clients', record.id, {
      ...record,
      secrets: [...record.secrets, secret],
      modified: call.now,
    });
    // The caller knows a value that it chose.
    const value = ClientSecret === undefined ? { ClientSecretValue: secret.value } : {};
    return { ClientSecretDescriptor: { ...describeSecret(secret), ...value } };
  },
});
