import type {
  AdminUserGlobalSignOutCommandInput,
  AdminUserGlobalSignOutCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { revokeAll } from '../tokens/refresh.ts';
import { requireUser } from '../users/find.ts';

export const adminUserGlobalSignOut = operation<
  AdminUserGlobalSignOutCommandInput,
  AdminUserGlobalSignOutCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    revokeAll(call, requireUser(call, UserPoolId, Username));
    return {};
  },
});
