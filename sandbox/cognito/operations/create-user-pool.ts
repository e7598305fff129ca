import { randomBytes } from 'node:crypto';
import type {
  CreateUserPoolCommandInput,
  CreateUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { checkPlan } from '../pools/check.ts';
import { describePool } from '../pools/describe.ts';
import type { PoolRecord } from '../state/records.ts';

/** Letters and digits, as in real pool ids. */
const randomCharacters = (count: number): string =>
  randomBytes(4 * count)
    .toString('base64')
    .replace(/[^0-9A-Za-z]/g, '')
    .slice(0, count);

export const createUserPool = operation<CreateUserPoolCommandInput, CreateUserPoolCommandOutput>()({
  authorization: 'iam',
  quota: 'UserPoolUpdate',
  writes: true,
  required: ['PoolName'],
  run(call, { MfaConfiguration, ...pool }) {
    const id = `${call.settings.region}_${randomCharacters(9)}`;
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
