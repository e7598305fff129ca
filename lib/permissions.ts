/**
 * The AWS calls that each function makes. Its role allows these calls only, so a call that is not
 * listed here fails with AccessDenied.
 */

import type { AppEventKind } from '../contract/app-events.ts';
import type { FunctionName } from '../contract/environment.ts';
import { NO_EVENT } from '../contract/event-source.ts';
import { NOTICE_REQUEST } from '../contract/notices.ts';
import { REVALIDATION_REQUEST } from '../contract/revalidation-request.ts';
import type { AuthFunction } from './constructs/auth-function.ts';

type TableAction = 'BatchGetItem' | 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';
type ByFunction<T> = Readonly<Partial<Record<FunctionName, readonly T[]>>>;
type Actions = ByFunction<TableAction>;
type EventName =
  | AppEventKind
  | typeof NO_EVENT
  | typeof NOTICE_REQUEST
  | typeof REVALIDATION_REQUEST.detailType;

export const SESSIONS_ACTIONS: Actions = {
  login: ['PutItem', 'DeleteItem', 'Query'],
  challenge: ['PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
  refresh: ['UpdateItem', 'GetItem', 'DeleteItem'],
  logout: ['DeleteItem', 'GetItem'],
  session: ['GetItem'],
  sessions: ['GetItem', 'Query', 'DeleteItem'],
  account: ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'],
  recovery: ['Query', 'GetItem', 'DeleteItem'],
  passkeys: ['GetItem', 'DeleteItem'],
  mfa: ['GetItem', 'DeleteItem'],
  authorizer: ['GetItem'],
  revalidate: ['UpdateItem', 'DeleteItem'],
  'user-events': ['Query', 'UpdateItem', 'DeleteItem'],
};

export const ATTEMPTS_ACTIONS: Actions = {
  login: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  challenge: ['BatchGetItem', 'GetItem', 'PutItem', 'DeleteItem'],
  account: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  registration: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  recovery: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  passwordless: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  passkeys: ['GetItem', 'PutItem', 'DeleteItem'],
  mfa: ['GetItem', 'PutItem', 'DeleteItem'],
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

/** The calls to Cognito that need a permission. */
const POOL_ACTIONS: ByFunction<string> = {
  account: ['AdminGetUser', 'AdminGetUserAuthFactors', 'AdminListGroupsForUser'],
  revalidate: ['AdminGetUser', 'AdminListGroupsForUser'],
  registration: ['AdminGetUser', 'AdminSetUserPassword', 'AdminUpdateUserAttributes'],
  recovery: ['AdminGetUser'],
  passwordless: ['AdminGetUser'],
  passkeys: ['AdminGetUserAuthFactors'],
  mfa: ['AdminGetUserAuthFactors'],
};

/** The `detail-type` of the events that each function may put on the foundation's bus. */
const PUBLISHED_EVENTS: ByFunction<EventName> = {
  login: [NOTICE_REQUEST],
  challenge: [NOTICE_REQUEST, 'password_changed'],
  registration: [NOTICE_REQUEST, NO_EVENT, 'signed_up', 'confirmed'],
  recovery: [NOTICE_REQUEST, 'password_changed', 'sessions_ended'],
  account: [
    REVALIDATION_REQUEST.detailType,
    NOTICE_REQUEST,
    NO_EVENT,
    'deleted',
    'email_changed',
    'password_changed',
    'sessions_ended',
  ],
  passkeys: [REVALIDATION_REQUEST.detailType, NOTICE_REQUEST, NO_EVENT],
  mfa: [REVALIDATION_REQUEST.detailType, NOTICE_REQUEST],
  session: [REVALIDATION_REQUEST.detailType],
  sessions: [REVALIDATION_REQUEST.detailType, 'sessions_ended'],
  authorizer: [REVALIDATION_REQUEST.detailType],
  'user-events': [REVALIDATION_REQUEST.detailType],
};

export const SEND_MAIL = ['ses:SendEmail'] as const;

export const READ_SECRET = ['secretsmanager:GetSecretValue'] as const;

/** What Secrets Manager needs of a customer-managed key to decrypt or encrypt for the caller. */
export const DECRYPT = ['kms:Decrypt'] as const;
export const ENCRYPT = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/** What DynamoDB needs of a customer-managed key (DynamoDB: "Managing encrypted tables in DynamoDB"). */
export const USE_TABLE_KEY = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/**
 * Lists the `detail-type` of the events that one function puts on the bus.
 * @throws {TypeError} if this file lists none
 */
export const listPublishedEvents = ({ functionKey }: AuthFunction): string[] => [
  ...requireList(PUBLISHED_EVENTS[functionKey], `the events that ${functionKey} publishes`),
];

/**
 * Lists the IAM actions of one function on one table.
 * @throws {TypeError} if this file lists no action of the function on the table
 */
export const listTableActions = (table: Actions, { functionKey }: AuthFunction): string[] =>
  requireList(table[functionKey], `the actions of ${functionKey} on this table`).map(
    (action) => `dynamodb:${action}`,
  );

/**
 * Lists the IAM actions of one function on the users of the user pool.
 * @throws {TypeError} if this file lists none
 */
export const listPoolActions = ({ functionKey }: AuthFunction): string[] =>
  requireList(POOL_ACTIONS[functionKey], `the actions of ${functionKey} on users`).map(
    (action) => `cognito-idp:${action}`,
  );

function requireList<T>(list: readonly T[] | undefined, what: string): readonly T[] {
  if (list) return list;
  throw new TypeError(`lib/permissions.ts must list ${what}.`);
}
