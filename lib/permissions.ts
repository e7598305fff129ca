/**
 * The AWS calls that each function makes. Its role allows these calls only, so a call that is not
 * listed here fails with AccessDenied.
 */

import type { FunctionName } from '../contract/environment.ts';
import type { AuthFunction } from './constructs/auth-function.ts';

type TableAction = 'BatchGetItem' | 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';
type Actions = Readonly<Partial<Record<FunctionName, readonly TableAction[]>>>;

export const SESSIONS_ACTIONS: Actions = {
  login: ['PutItem', 'DeleteItem', 'Query'],
  challenge: ['PutItem', 'DeleteItem', 'Query'],
  refresh: ['UpdateItem', 'GetItem', 'DeleteItem'],
  logout: ['DeleteItem', 'GetItem'],
  session: ['GetItem'],
  sessions: ['GetItem', 'Query', 'DeleteItem'],
  authorizer: ['GetItem'],
  revalidate: ['UpdateItem', 'DeleteItem'],
  'user-events': ['Query', 'UpdateItem', 'DeleteItem'],
};

export const ATTEMPTS_ACTIONS: Actions = {
  login: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  challenge: ['BatchGetItem', 'GetItem', 'PutItem', 'DeleteItem'],
};

/**
 * The calls of a rotation (Secrets Manager: "Permissions for rotation functions").
 * GetRandomPassword is not needed, because the function generates the keys.
 */
export const ROTATION_ACTIONS = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

/** Replacing the public keys. */
export const PUBLISH_ACTIONS = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
] as const;

export const PUT_EVENTS = ['events:PutEvents'] as const;

export const LOOK_UP_USERS = [
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminListGroupsForUser',
] as const;

export const READ_SECRET = ['secretsmanager:GetSecretValue'] as const;

/** What Secrets Manager needs of a customer-managed key to decrypt or encrypt for the caller. */
export const DECRYPT = ['kms:Decrypt'] as const;
export const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/**
 * Lists the IAM actions of one function on one table.
 * @throws {TypeError} if this file lists no action of the function on the table
 */
export function listTableActions(table: Actions, { functionKey }: AuthFunction): string[] {
  const actions = table[functionKey];
  if (!actions) {
    throw new TypeError(
      `lib/permissions.ts must list the actions of ${functionKey} on this table.`,
    );
  }
  return actions.map((action) => `dynamodb:${action}`);
}
