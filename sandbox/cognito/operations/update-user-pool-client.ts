/** API_UpdateUserPoolClient: what is omitted is set to its default. */

import type {
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeClient } from '../pools/describe.ts';
import { requireClientOf } from '../pools/pools.ts';

export const updateUserPoolClient = operation<
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolClientCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientUpdate',
  writes: true,
  required: ['UserPoolId', 'ClientId'],
  run(call, { UserPoolId, ClientId, ...update }) {
    const record = requireClientOf(call, UserPoolId, ClientId);
    const { ClientName } = record.client;
    const updated = { ...record, client: { ClientName, ...update }, modified: call.now };
    call.store.put('clients', record.id, updated);
    return { UserPoolClient: describeClient(updated) };
  },
});
