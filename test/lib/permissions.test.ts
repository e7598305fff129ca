/** The permissions of each function of the service, action by action. */

import { expect, test } from '@jest/globals';
import { HTTP_FUNCTIONS, type HttpFunction } from '../../contract/routes/index.ts';
import { findResources, getOnly, synthesise, toText } from './synthesised.ts';

const { service } = synthesise('prod');

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const READ = 'secretsmanager:GetSecretValue';

const ALLOWED: Record<HttpFunction, Record<string, string[]>> = {
  login: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
    attempts: [
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
  session: { tokenKeys: [READ], sessions: ['dynamodb:GetItem'] },
  captcha: { serviceKeys: [READ] },
};

const RESOURCE_NAMES: readonly (readonly [RegExp, string])[] = [
  [/RefKeysTokensSecret/, 'tokenKeys'],
  [/RefKeysServiceSecret/, 'serviceKeys'],
  [/RefUsersClientSecret/, 'clientSecret'],
  [/Sessions\w+Arn/, 'sessions'],
  [/Attempts\w+Arn/, 'attempts'],
];
const nameOf = (resource: string) =>
  RESOURCE_NAMES.find(([pattern]) => pattern.test(resource))?.[1] ?? resource;

const logGroupOf = (name: HttpFunction) => {
  const id = Object.keys(findResources(service, 'AWS::Logs::LogGroup')).find((candidate) =>
    candidate.toLowerCase().startsWith(`${name}log`),
  );
  return `\${${id}.Arn}`;
};

test.each(HTTP_FUNCTIONS)('%s may call what it needs and nothing else', (fn) => {
  const policies = Object.entries(findResources(service, 'AWS::IAM::Policy')).filter(([id]) =>
    id.toLowerCase().startsWith(fn),
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
