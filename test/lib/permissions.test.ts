/** The permissions of each function of the service, action by action. */

import { expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../contract/environment.ts';
import { HTTP_FUNCTIONS, type HttpFunction } from '../../contract/routes/index.ts';
import { findHttpFunctions, listMethods } from './service-template.ts';
import { configOf, findResources, getOnly, synthesise, toText } from './synthesised.ts';

const ALL_ROUTES = {
  signUp: true,
  featurePlan: 'ESSENTIALS',
  passwordless: { emailCode: true, passkeys: { relyingParty: 'example.com' } },
  mail: { from: 'no-reply@example.com', name: 'Example' },
} as const;
const STAGES = {
  HS256: synthesise('prod', ALL_ROUTES).service,
  ES256: synthesise('prod', {
    ...ALL_ROUTES,
    tokens: { ...configOf('prod').tokens, algorithm: 'ES256' },
  }).service,
};
const service = STAGES.HS256;

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const READ = 'secretsmanager:GetSecretValue';

const ATTEMPTS = [
  'dynamodb:BatchGetItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

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
    signingKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    attempts: ATTEMPTS,
    bus: ['events:PutEvents'],
  },
  challenge: {
    signingKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    bus: ['events:PutEvents'],
    attempts: [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
    ],
  },
  refresh: {
    signingKeys: [READ],
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
    serviceKeys: [READ],
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
  account: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    attempts: [
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    pool: [
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminGetUserAuthFactors',
      'cognito-idp:AdminListGroupsForUser',
    ],
    bus: ['events:PutEvents'],
  },
  registration: {
    serviceKeys: [READ],
    clientSecret: [READ],
    attempts: ATTEMPTS,
    pool: [
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminUpdateUserAttributes',
    ],
    bus: ['events:PutEvents'],
  },
  recovery: {
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    attempts: ATTEMPTS,
    pool: ['cognito-idp:AdminGetUser'],
    bus: ['events:PutEvents'],
  },
  passwordless: {
    serviceKeys: [READ],
    clientSecret: [READ],
    attempts: ATTEMPTS,
    pool: ['cognito-idp:AdminGetUser'],
  },
  passkeys: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem'],
    attempts: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
    pool: ['cognito-idp:AdminGetUserAuthFactors'],
    bus: ['events:PutEvents'],
  },
  mfa: {
    tokenKeys: [READ],
    serviceKeys: [READ],
    clientSecret: [READ],
    sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem'],
    attempts: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
    pool: ['cognito-idp:AdminGetUserAuthFactors'],
    bus: ['events:PutEvents'],
  },
  captcha: { serviceKeys: [READ] },
  jwks: { tokenKeys: [READ] },
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
  [/RefKeysSigningSecret/, 'signingKeys'],
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

const logGroupOf = (service: Template, name: HttpFunction | QueueFunction) => {
  const id = Object.keys(findResources(service, 'AWS::Logs::LogGroup')).find((candidate) =>
    candidate.toLowerCase().startsWith(`${idOf(name)}log`),
  );
  return `\${${id}.Arn}`;
};

const FUNCTIONS = [...HTTP_FUNCTIONS, 'revalidate', 'user-events'] as const;
const CASES = (['HS256', 'ES256'] as const).flatMap((algorithm) =>
  FUNCTIONS.filter((fn) => fn !== 'jwks' || algorithm === 'ES256').map((fn) => ({ algorithm, fn })),
);
test.each(CASES)('with $algorithm, $fn may call what it needs and nothing else', (stage) => {
  const { algorithm, fn } = stage;
  const template = STAGES[algorithm];
  const policies = Object.entries(findResources(template, 'AWS::IAM::Policy')).filter(([id]) =>
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
  const { signingKeys, ...others } = ALLOWED[fn];
  // With HS256, what signs and what verifies are one secret.
  const keys = signingKeys && {
    [algorithm === 'ES256' ? 'signingKeys' : 'tokenKeys']: signingKeys,
  };
  expect(actual).toEqual({ ...others, ...keys, [logGroupOf(template, fn)]: LOG, '*': TRACE });
});

test('with HS256 there is no function of the public keys', () => {
  expect(findHttpFunctions(service).map(({ name }) => name)).not.toContain('jwks');
  expect(listMethods(service)).not.toContain('GET /auth/jwks');
  expect(listMethods(STAGES.ES256)).toContain('GET /auth/jwks');
});

test('no role has a managed policy', () => {
  for (const { Properties } of Object.values(findResources(service, 'AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('only functions that count or remember networks read the origin secret', () => {
  const behindCdn = synthesise('dev', { clientIp: 'cloudfront' }).service;
  const readers = Object.entries(findResources(behindCdn, 'AWS::IAM::Policy')).filter(
    ([, policy]) => JSON.stringify(policy).includes('OriginSecret'),
  );
  expect(readers.map(([id]) => id)).toEqual([
    expect.stringMatching(/^Login/),
    expect.stringMatching(/^Refresh/),
    expect.stringMatching(/^Challenge/),
    expect.stringMatching(/^Recovery/),
  ]);
});

test('without a way to sign in without a password there is no function for it', () => {
  const { service: closed } = synthesise('prod');
  expect(findHttpFunctions(closed).map(({ name }) => name)).not.toContain('passwordless');
  expect(listMethods(closed)).not.toContain('POST /auth/passwordless');
  expect(listMethods(service)).toContain('POST /auth/passwordless');
});

const variablesOfPasswordless = (template: Template): unknown => {
  const found = findHttpFunctions(template).find(({ name }) => name === 'passwordless');
  return (found?.properties.Environment as { Variables: unknown } | undefined)?.Variables;
};

test('without passkeys there is no function for them', () => {
  const { service: closed } = synthesise('prod', {
    ...ALL_ROUTES,
    passwordless: { emailCode: true },
  });
  expect(findHttpFunctions(closed).map(({ name }) => name)).not.toContain('passkeys');
  expect(listMethods(closed)).not.toContain('GET /auth/passkeys');
  expect(listMethods(closed)).toContain('POST /auth/passwordless');
  expect(variablesOfPasswordless(closed)).toMatchObject({ EMAIL_CODES: 'on' });
  expect(variablesOfPasswordless(closed)).not.toHaveProperty('RELYING_PARTY');
});

test('passkeys are bound to the relying party of the stage', () => {
  const { service: open } = synthesise('prod', {
    featurePlan: 'ESSENTIALS',
    passwordless: { passkeys: { relyingParty: 'example.com' } },
  });
  expect(variablesOfPasswordless(open)).toMatchObject({
    EMAIL_CODES: 'off',
    RELYING_PARTY: 'example.com',
  });
});

test('without second factors there is no function for them', () => {
  const { service: closed } = synthesise('prod', { mfa: 'off' });
  expect(findHttpFunctions(closed).map(({ name }) => name)).not.toContain('mfa');
  expect(listMethods(closed).filter((method) => method.includes('mfa'))).toEqual([]);
  expect(listMethods(service)).toContain('GET /auth/mfa');
});

test('without sign-up there is no function that creates accounts', () => {
  const { service: closed } = synthesise('prod');
  expect(findHttpFunctions(closed).map(({ name }) => name)).not.toContain('registration');
  expect(listMethods(closed).filter((method) => method.includes('signup'))).toEqual([]);
  expect(listMethods(service)).toContain('POST /auth/signup');
});
