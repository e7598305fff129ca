import type {
  AdminDeleteUserCommandInput,
  AdminDeleteUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { deleteUser } from '../users/delete.ts';
import { requireUser } from '../users/find.ts';

export const adminDeleteUser = operation<
  AdminDeleteUserCommandInput,
  AdminDeleteUserCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    deleteUser(call, requireUser(call, UserPoolId, Username));
    return {};
  },
});
