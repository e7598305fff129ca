import type {
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { requireGroup } from '../pools/groups.ts';
import { requireUser, saveUser } from '../users/find.ts';

export const adminAddUserToGroup = operation<
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserResourceUpdate',
  writes: true,
  required: ['UserPoolId', 'Username', 'GroupName'],
  run(call, { UserPoolId, Username, GroupName }) {
    const user = requireUser(call, UserPoolId, Username);
    requireGroup(call, UserPoolId, GroupName);
    if (!user.groups.includes(GroupName)) {
      saveUser(call, user, { groups: [...user.groups, GroupName] });
    }
    return {};
  },
});
