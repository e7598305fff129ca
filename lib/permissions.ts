/**
 * Which calls each function makes. Its role gets these and no other; a call that is missing here is
 * an AccessDenied.
 */

import type { FunctionName } from '../contract/environment.ts';
import type { AuthFunction } from './constructs/auth-function.ts';

type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';
type Actions = Readonly<Partial<Record<FunctionName, readonly TableAction[]>>>;

export const SESSIONS_ACTIONS: Actions = {
  login: ['PutItem', 'DeleteItem'],
  refresh: ['UpdateItem', 'GetItem', 'DeleteItem'],
  logout: ['DeleteItem'],
  session: ['GetItem'],
  authorizer: ['GetItem'],
};

export const ATTEMPTS_ACTIONS: Actions = {
  login: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
};

/**
 * Steps of a rotation (Secrets Manager: "Permissions for rotation functions"); no
 * GetRandomPassword, the function makes its own keys.
 */
export const ROTATION_ACTIONS = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const;

export const READ_SECRET = ['secretsmanager:GetSecretValue'] as const;

/**
 * The actions of one function on one table.
 * @throws {TypeError} for a function that reads the table's name but says nowhere what it does
 * there.
 */
export function dynamodb(table: Actions, { functionKey }: AuthFunction): string[] {
  const actions = table[functionKey];
  if (!actions) {
    throw new TypeError(`lib/permissions.ts does not say what ${functionKey} does with this table`);
  }
  return actions.map((action) => `dynamodb:${action}`);
}
