/** An account on AWS that has one stack, and a user with one session. */

import { FOUNDATION_OUTPUTS } from '../../../contract/outputs.ts';
import { createKeyring } from '../../../functions/core/keys/rotate-keys.ts';
import type { Answers } from '../../support/fake-aws.ts';
import { stackWith } from '../stack.ts';

export const SUB = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
export const OPERATOR = 'arn:aws:sts::123456789012:assumed-role/operators/jo';

const EXPIRES_AT = Math.floor(Date.now() / 1_000) + 86_400;

const number = (value: number) => ({ N: String(value) });

const SESSION_ROW = {
  sub: { S: SUB },
  sid: { S: 'the-session' },
  ...Object.fromEntries(
    [
      'counter',
      'created_at',
      'started_at_ms',
      'authenticated_at',
      'validated_at',
      'rotated_at',
    ].map((name) => [name, number(1)]),
  ),
  expires_at: number(EXPIRES_AT),
  amr: { S: '["pwd"]' },
  network: { S: 'the-network' },
  client: { S: 'Firefox on Windows' },
  user: {
    S: JSON.stringify({ sub: SUB, username: 'jane', email: null, groups: [] }),
  },
};

/** A row of a name with failures, whose devices were voided once. */
const NAME_ROW = {
  id: { S: 'name.fingerprint' },
  version: { S: 'one' },
  state: {
    S: JSON.stringify({
      failures: 0,
      total: 12,
      lastAt: 1,
      lockedAt: 0,
      pending: [],
      devices: {},
      devicesSince: 1,
    }),
  },
};

const ATTRIBUTES = [
  { Name: 'sub', Value: SUB },
  { Name: 'email', Value: 'jane@example.com' },
];

const JANE = {
  Username: 'jane',
  UserStatus: 'CONFIRMED',
  Enabled: true,
  UserCreateDate: 1,
  UserLastModifiedDate: 2,
};

export function accountOfJane(): Answers {
  const keyring = JSON.stringify(createKeyring(Date.now()));
  const done = () => ({});
  return {
    ...stackWith({
      [FOUNDATION_OUTPUTS.userPoolId]: 'the-pool',
      [FOUNDATION_OUTPUTS.sessionsTable]: 'the-sessions',
      [FOUNDATION_OUTPUTS.attemptsTable]: 'the-attempts',
      [FOUNDATION_OUTPUTS.serviceKeys]: 'arn:service',
      [FOUNDATION_OUTPUTS.operatorsLog]: 'the-log',
    }),
    GetCallerIdentity: () => ({ Arn: OPERATOR }),
    CreateLogStream: done,
    PutLogEvents: done,
    GetSecretValue: () => ({ SecretString: keyring }),
    ListUsers: () => ({ Users: [{ ...JANE, Attributes: ATTRIBUTES }] }),
    AdminGetUser: () => ({
      ...JANE,
      UserAttributes: ATTRIBUTES,
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    }),
    AdminListGroupsForUser: () => ({ Groups: [{ GroupName: 'staff' }] }),
    ...Object.fromEntries(
      [
        'AdminAddUserToGroup',
        'AdminCreateUser',
        'AdminDeleteSoftwareToken',
        'AdminDeleteUser',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminRemoveUserFromGroup',
        'AdminResetUserPassword',
        'AdminSetUserMFAPreference',
        'AdminSetUserPassword',
        'AdminUserGlobalSignOut',
      ].map((operation) => [operation, done]),
    ),
    Query: () => ({ Items: [SESSION_ROW] }),
    UpdateItem: () => ({ Attributes: SESSION_ROW }),
    GetItem: () => ({ Item: NAME_ROW }),
    // Not every DynamoDB says which row is stored instead.
    DeleteItem: ({ TableName, ConditionExpression }) =>
      TableName === 'the-attempts' && String(ConditionExpression).startsWith('attribute_not_exists')
        ? { __type: 'ConditionalCheckFailedException' }
        : { Attributes: SESSION_ROW },
    PutItem: ({ ConditionExpression }) =>
      String(ConditionExpression).startsWith('attribute_not_exists')
        ? { __type: 'ConditionalCheckFailedException' }
        : {},
  };
}
