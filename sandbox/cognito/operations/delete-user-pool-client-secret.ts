/** Deletes a secret of a client, except the last. [unproven] The sentences are not documented. */

import type {
  DeleteUserPoolClientSecretCommandInput,
  DeleteUserPoolClientSecretCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requireClientOf } from '../pools/pools.ts';
import { invalidParameter, resourceNotFound } from '../refusals.ts';

export const deleteUserPoolClientSecret = operation<
  DeleteUserPoolClientSecretCommandInput,
  DeleteUserPoolClientSecretCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientUpdate',
  writes: true,
  required: ['UserPoolId', 'ClientId', 'ClientSecretId'],
  run(call, { UserPoolId, ClientId, ClientSecretId }) {
    const record = requireClientOf(call, UserPoolId, ClientId);
    const secrets = record.secrets.filter(({ id }) => id !== ClientSecretId);
    if (secrets.length === record.secrets.length) {
      throw resourceNotFound(`Client secret ${ClientSecretId} does not exist.`);
    }
    if (secrets.length === 0) throw invalidParameter('The last client secret cannot be deleted.');
    call.store.put('clients', record.id, { ...record, secrets, modified: call.now });
    return {};
  },
});
