import type {
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requireUser, saveUser } from '../users/find.ts';

export const adminEnableUser = operation<
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    saveUser(call, requireUser(call, UserPoolId, Username), { enabled: true });
    return {};
  },
});
