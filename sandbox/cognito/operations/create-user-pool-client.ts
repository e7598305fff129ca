import { randomBytes } from 'node:crypto';
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { newSecret } from '../pools/client-secrets.ts';
import { describeClient } from '../pools/describe.ts';
import { requirePool } from '../pools/pools.ts';
import type { ClientRecord } from '../state/records.ts';

export const createUserPoolClient = operation<
  CreateUserPoolClientCommandInput,
  CreateUserPoolClientCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientUpdate',
  writes: true,
  required: ['UserPoolId', 'ClientName'],
  run(call, { UserPoolId, GenerateSecret, ClientSecret, ...client }) {
    const pool = requirePool(call, UserPoolId);
    const id = randomBytes(13).toString('hex');
    const isConfidential = GenerateSecret || ClientSecret !== undefined;
    const record: ClientRecord = {
      id,
      poolId: pool.id,
      secrets: isConfidential ? [newSecret({ id, secrets: [] }, call.now, ClientSecret)] : [],
      client,
      created: call.now,
      modified: call.now,
    };
    call.store.put('clients', record.id, record);
    return { UserPoolClient: describeClient(record) };
  },
});
