import type {
  GetUserPoolMfaConfigCommandInput,
  GetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeMfa } from '../pools/describe.ts';
import { requirePool } from '../pools/pools.ts';

export const getUserPoolMfaConfig = operation<
  GetUserPoolMfaConfigCommandInput,
  GetUserPoolMfaConfigCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolRead',
  writes: false,
  required: ['UserPoolId'],
  run(call, { UserPoolId }) {
    return describeMfa(requirePool(call, UserPoolId));
  },
});
