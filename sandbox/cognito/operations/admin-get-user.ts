import type {
  AdminGetUserCommandInput,
  AdminGetUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { describeMfaOf, describeUser } from '../users/describe.ts';
import { requireUser } from '../users/find.ts';

export const adminGetUser = operation<AdminGetUserCommandInput, AdminGetUserCommandOutput>()({
  authorization: 'iam',
  quota: 'UserRead',
  writes: false,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    const user = requireUser(call, UserPoolId, Username);
    const { Attributes: UserAttributes, ...rest } = describeUser(user);
    return { ...rest, Username: user.username, UserAttributes, ...describeMfaOf(user) };
  },
});
