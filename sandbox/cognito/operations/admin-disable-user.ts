/**
 * API_AdminDisableUser: "deactivates a user profile and revokes all access tokens for the user".
 * [unproven] Refresh tokens are taken to be revoked with them.
 */

import type {
  AdminDisableUserCommandInput,
  AdminDisableUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { revokeAll } from '../tokens/refresh.ts';
import { requireUser, saveUser } from '../users/find.ts';

export const adminDisableUser = operation<
  AdminDisableUserCommandInput,
  AdminDisableUserCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserUpdate',
  writes: true,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username }) {
    const user = requireUser(call, UserPoolId, Username);
    saveUser(call, user, { enabled: false });
    revokeAll(call, user);
    return {};
  },
});
