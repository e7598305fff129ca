import type {
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeFactors } from '../users/describe.ts';
import { requireUser } from '../users/find.ts';

export const adminGetUserAuthFactors = operation<
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserRead',
  writes: false,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    return describeFactors(call, requireUser(call, UserPoolId, Username));
  },
});
