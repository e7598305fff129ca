import { randomBytes } from 'node:crypto';
import type {
  CreateUserPoolCommandInput,
  CreateUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { checkPlan } from '../pools/check.ts';
import { describePool } from '../pools/describe.ts';
import type { PoolRecord } from '../state/records.ts';

export const createUserPool = operation<CreateUserPoolCommandInput, CreateUserPoolCommandOutput>()({
  authorization: 'iam',
  quota: 'UserPoolUpdate',
  writes: true,
  required: ['PoolName'],
  run(call, { MfaConfiguration, ...pool }) {
    const id = `${call.settings.region}_${randomBytes(12).toString('base64').replace(/\W/g, '').slice(0, 9)}`;
    const record: PoolRecord = {
      id,
      pool,
      mfa: MfaConfiguration === undefined ? {} : { MfaConfiguration },
      created: call.now,
      modified: call.now,
    };
    checkPlan(record);
    call.store.put('pools', id, record);
    return { UserPool: describePool(call, record) };
  },
});
