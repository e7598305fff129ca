import type {
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { describeGroup, requireGroup } from '../pools/groups.ts';
import { requireUser } from '../users/find.ts';

export const adminListGroupsForUser = operation<
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput
>()({
  authorization: 'iam',
  quota: 'UserResourceRead',
  writes: false,
  required: ['UserPoolId', 'Username'],
  run(call, { UserPoolId, Username, Limit, NextToken }) {
    const { groups } = requireUser(call, UserPoolId, Username);
    const { items, next } = page(groups, Limit ?? 60, NextToken);
    return {
      Groups: items.map((name) => describeGroup(requireGroup(call, UserPoolId, name))),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
});
