import type {
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describePool } from '../pools/describe.ts';
import { requirePool } from '../pools/pools.ts';

export const describeUserPool = operation<
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolRead',
  writes: false,
  required: ['UserPoolId'],
  run(call, { UserPoolId }) {
    return { UserPool: describePool(call, requirePool(call, UserPoolId)) };
  },
});
