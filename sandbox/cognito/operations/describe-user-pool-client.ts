import type {
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeClient } from '../pools/describe.ts';
import { requireClientOf } from '../pools/pools.ts';

export const describeUserPoolClient = operation<
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserPoolClientRead',
  writes: false,
  required: ['UserPoolId', 'ClientId'],
  run(call, { UserPoolId, ClientId }) {
    return { UserPoolClient: describeClient(requireClientOf(call, UserPoolId, ClientId)) };
  },
});
