import type {
  SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { checkPlan } from '../pools/check.ts';
import { describeMfa } from '../pools/describe.ts';
import { requirePool } from '../pools/pools.ts';

export const setUserPoolMfaConfig = operation<
  SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolUpdate',
  writes: true,
  required: ['UserPoolId'],
  run(call, { UserPoolId, ...mfa }) {
    const record = requirePool(call, UserPoolId);
    const updated = { ...record, mfa: { ...record.mfa, ...mfa }, modified: call.now };
    checkPlan(updated);
    call.store.put('pools', record.id, updated);
    return describeMfa(updated);
  },
});
