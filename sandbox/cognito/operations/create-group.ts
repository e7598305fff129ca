import type {
  CreateGroupCommandInput,
  CreateGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '../exception.ts';
import { operation } from '../operation.ts';
import { describeGroup, groupKey } from '../pools/groups.ts';
import { requirePool } from '../pools/pools.ts';

export const createGroup = operation<CreateGroupCommandInput, CreateGroupCommandOutput>()({
  authorization: 'iam',
  quota: 'UserResourceUpdate',
  writes: true,
  required: ['UserPoolId', 'GroupName'],
  run(call, { UserPoolId, ...group }) {
    const pool = requirePool(call, UserPoolId);
    const key = groupKey(pool.id, group.GroupName);
    if (call.store.get('groups', key) !== undefined) {
      throw new CognitoException('GroupExistsException', 'A group with the name already exists.');
    }
    const record = { poolId: pool.id, group, created: call.now, modified: call.now };
    call.store.put('groups', key, record);
    return { Group: describeGroup(record) };
  },
});
