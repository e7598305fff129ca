/** API_UpdateUserPool: what is omitted is set to its default. */

import type {
  UpdateUserPoolCommandInput,
  UpdateUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { checkPlan } from '../pools/check.ts';
import { requirePool } from '../pools/pools.ts';
import type { PoolRecord } from '../state/records.ts';

export const updateUserPool = operation<UpdateUserPoolCommandInput, UpdateUserPoolCommandOutput>()({
  authorization: 'iam',
  quota: 'UserPoolUpdate',
  writes: true,
  required: ['UserPoolId'],
  run(call, { UserPoolId, MfaConfiguration, ...update }) {
    const record = requirePool(call, UserPoolId);
    const { PoolName, Schema, UsernameAttributes, AliasAttributes, UsernameConfiguration } =
      record.pool;
    const immutable = { Schema, UsernameAttributes, AliasAttributes, UsernameConfiguration };
    const updated: PoolRecord = {
      ...record,
      pool: { PoolName, ...update, ...immutable },
      mfa: MfaConfiguration === undefined ? record.mfa : { ...record.mfa, MfaConfiguration },
      modified: call.now,
    };
    checkPlan(updated);
    call.store.put('pools', record.id, updated);
    return {};
  },
});
