/** A pool's groups. Membership stands with the user. */

import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import type { Call } from '../call.ts';
import { groupNotFound } from '../refusals.ts';
import type { GroupRecord } from '../state/records.ts';

export const groupKey = (poolId: string, name: string): string => `${poolId}/${name}`;

/** @throws {CognitoException} ResourceNotFoundException */
export function requireGroup({ store }: Call, poolId: string, name: string): GroupRecord {
  const group = store.get('groups', groupKey(poolId, name));
  if (group === undefined) throw groupNotFound();
  return group;
}

export const describeGroup = ({ poolId, group, created, modified }: GroupRecord): GroupType => ({
  ...group,
  UserPoolId: poolId,
  CreationDate: new Date(created),
  LastModifiedDate: new Date(modified),
});
