/** The permissions of each function of the service, action by action. */

import { expect, test } from '@jest/globals';
import type { FunctionName } from '../../contract/environment.ts';
import { HTTP_FUNCTIONS, type HttpFunction } from '../../contract/routes/index.ts';
import { findResources, getOnly, synthesise, toText } from './synthesised.ts';

const { service } = synthesise('prod');

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const READ = 'secretsmanager:GetSecretValue';

type QueueFunction = Extract<FunctionName, 'revalidate' | 'user-events'>;
const RECEIVE = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];

const ALLOWED: Record<HttpFunction | QueueFunction, Record<string, string[]>> = {
  login: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    attempts: [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
  },
  refresh: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
  },
  logout: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem'],
  },
  session: {
    tokenKeys: [READ],
    sessions: ['dynamodb:GetItem'],
    bus: ['events:PutEvents'],
  },
  sessions: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    bus: ['events:PutEvents'],
  },
  captcha: { serviceKeys: [READ] },
  revalidate: {
    sessions: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
    pool: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminListGroupsForUser'],
    revalidateQueue: RECEIVE,
  },
  'user-events': {
    sessions: ['dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    bus: ['events:PutEvents'],
    userEventsQueue: RECEIVE,
  },
};

const RESOURCE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/RefKeysTokensSecret/, 'tokenKeys'],
  [/RefKeysServiceSecret/, 'serviceKeys'],
  [/RefUsersClientSecret/, 'clientSecret'],
  [/Sessions\w+Arn/, 'sessions'],
  [/Attempts\w+Arn/, 'attempts'],
  [/UsersPool\w+Arn/, 'pool'],
  [/Events\w+Arn/, 'bus'],
  [/RevocationRevalidateQueue/, 'revalidateQueue'],
  [/RevocationUserEventsQueue/, 'userEventsQueue'],
];
const nameOf = (resource: string) =>
  RESOURCE_NAMES.find(([pattern]) => pattern.test(resource))?.[1] ?? resource;

/** The start of the IDs of a function's resources, in lower case. */
const idOf = (name: HttpFunction | QueueFunction) =>
  ({ revalidate: 'revocationrevalidatefunction', 'user-events': 'revocationusereventsfunction' })[
    name as QueueFunction
  ] ?? name;

const logGroupOf = (name: HttpFunction | QueueFunction) => {
  const id = Object.keys(findResources(service, 'AWS::Logs::LogGroup')).find((candidate) =>
    candidate.toLowerCase().startsWith(`${idOf(name)}log`),
  );
  return `\${${id}.Arn}`;
};

const FUNCTIONS = [...HTTP_FUNCTIONS, 'revalidate', 'user-events'] as const;
test.each(FUNCTIONS)('%s may call what it needs and nothing else', (fn) => {
  const policies = Object.entries(findResources(service, 'AWS::IAM::Policy')).filter(([id]) =>
    id.toLowerCase().startsWith(`${idOf(fn)}role`),
  );
  const { Statement } = getOnly(Object.fromEntries(policies)).Properties.PolicyDocument as {
    Statement: { Effect: string; Action: string | string[]; Resource: unknown }[];
  };
  const actual: Record<string, string[]> = {};
  for (const { Effect, Action, Resource } of Statement) {
    expect(Effect).toBe('Allow');
    for (const name of [Resource].flat().map((resource) => nameOf(toText(resource)))) {
      actual[name] = [...(actual[name] ?? []), ...[Action].flat()].toSorted();
    }
  }
  expect(actual).toEqual({ ...ALLOWED[fn], [logGroupOf(fn)]: LOG, '*': TRACE });
});

test('no role has a managed policy', () => {
  for (const { Properties } of Object.values(findResources(service, 'AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('only login and refresh read the origin secret', () => {
  const behindCdn = synthesise('dev', { clientIp: 'cloudfront' }).service;
  const readers = Object.entries(findResources(behindCdn, 'AWS::IAM::Policy')).filter(
    ([, policy]) => JSON.stringify(policy).includes('OriginSecret'),
  );
  expect(readers.map(([id]) => id)).toEqual([
    expect.stringMatching(/^Login/),
    expect.stringMatching(/^Refresh/),
  ]);
});
