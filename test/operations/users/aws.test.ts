/** Commands about users on AWS: what they ask, in which order, and what they log before and after. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { executeOneOf } from '../../../operations/frame/commands.ts';
import { USERS } from '../../../operations/users/commands.ts';
import { replaceAws } from '../../support/aws-of-file.ts';
import type { Answers } from '../../support/fake-aws.ts';
import { failureWith, run } from '../run.ts';
import { stackWith } from '../stack.ts';
import { accountOfJane, OPERATOR, SUB } from './account.ts';

const aws = await replaceAws();

type Inputs = Record<string, Record<string, unknown>[]>;
let inputs: Inputs;

/** Answers that also record their inputs. */
const recorded = (answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([operation, answer]) => [
      operation,
      (input) => {
        inputs[operation] = [...(inputs[operation] ?? []), input];
        return answer(input);
      },
    ]),
  );

beforeEach(() => {
  inputs = {};
  aws.asked = [];
  aws.answers = recorded(accountOfJane());
});

const JANE = ['--username', 'jane@example.com'];
const STACK = ['--stack', 'the-stack'];
const users = (...args: string[]) => executeOneOf(USERS, [...args, ...STACK]);
const succeed = async (...args: string[]) => {
  const result = await users(...args);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  return JSON.parse(result.stdout);
};
const refuse = (operation: string, type: string, message = '') => {
  aws.answers = recorded({
    ...accountOfJane(),
    [operation]: () => ({ __type: type, message }),
  });
};
/** The operations that change something, in their order, without the log. */
const changes = () =>
  aws.asked.filter((operation) => /^Admin(?!Get|List)|^(?:Delete|Put|Update)Item/.test(operation));
const lines = () =>
  (inputs.PutLogEvents ?? [])
    .flatMap(({ logEvents }) => logEvents as { message: string; timestamp: number }[])
    .map(({ message }) => JSON.parse(message));
const USER = { UserPoolId: 'the-pool', Username: 'jane' };

describe('the log of the operators', () => {
  test('gets a line before the change and one after it', async () => {
    await succeed('add-to-group', ...JANE, '--group', 'admins');
    const fields = {
      level: 'INFO',
      message: 'audit',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'the-stack',
      event: 'operator_command',
      command: 'add-to-group',
      operator: OPERATOR,
      sub: SUB,
      group: 'admins',
    };
    expect(lines()).toEqual([
      { ...fields, outcome: 'started' },
      { ...fields, outcome: 'succeeded' },
    ]);
    const stream = {
      logGroupName: 'the-log',
      logStreamName: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    };
    expect(inputs.CreateLogStream).toEqual([stream]);
    expect(inputs.PutLogEvents?.[0]).toMatchObject(stream);
    expect(aws.asked.indexOf('PutLogEvents')).toBeLessThan(
      aws.asked.indexOf('AdminAddUserToGroup'),
    );
    expect(aws.asked.lastIndexOf('PutLogEvents')).toBeGreaterThan(aws.asked.indexOf('UpdateItem'));
  });

  test('is used on a day on which it was used before', async () => {
    refuse('CreateLogStream', 'ResourceAlreadyExistsException');
    await succeed('enable', ...JANE);
    expect(lines()).toHaveLength(2);
  });

  test.each(['CreateLogStream', 'PutLogEvents', 'GetCallerIdentity'])(
    'must be writable, or else nothing changes: %s',
    async (operation) => {
      for (const args of [
        ['disable', ...JANE],
        ['delete', ...JANE],
        ['create', ...JANE, '--show-password'],
        ['end-sessions', '--sub', SUB],
      ]) {
        refuse(operation, 'AccessDeniedException', 'You may not.');
        aws.asked = [];
        expect(await users(...args)).toMatchObject({ status: 1, stdout: '' });
        expect(changes()).toEqual([]);
      }
    },
  );

  test('must take the line, or else nothing changes', async () => {
    aws.answers.PutLogEvents = () => ({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 },
    });
    expect(await users('disable', ...JANE)).toEqual(
      failureWith('The log group the-log rejected a line. Check the clock of this machine.'),
    );
    expect(changes()).toEqual([]);
  });

  test('says that a change failed', async () => {
    refuse('AdminDisableUser', 'TooManyRequestsException', 'Rate exceeded');
    expect(await users('disable', ...JANE)).toEqual(
      failureWith('TooManyRequestsException: Rate exceeded. Try again in a minute.'),
    );
    expect(lines().map(({ outcome }) => outcome)).toEqual(['started', 'failed']);
  });

  test('is not written by what only reads', async () => {
    for (const command of ['list', 'show', 'groups', 'sessions']) {
      await succeed(command, ...(command === 'list' ? [] : JANE));
    }
    expect(lines()).toEqual([]);
    expect(changes()).toEqual([]);
  });
});

describe('sessions end at once', () => {
  test.each([
    ['disable', [], ['AdminDisableUser', 'DeleteItem', 'DeleteItem']],
    ['end-sessions', [], ['DeleteItem', 'DeleteItem', 'AdminUserGlobalSignOut']],
    [
      'remove-from-group',
      ['--group', 'admins'],
      ['AdminRemoveUserFromGroup', 'DeleteItem', 'DeleteItem', 'AdminUserGlobalSignOut'],
    ],
    [
      'reset-password',
      [],
      ['AdminResetUserPassword', 'DeleteItem', 'DeleteItem', 'AdminUserGlobalSignOut'],
    ],
    [
      'reset-password',
      ['--show-password'],
      ['AdminSetUserPassword', 'DeleteItem', 'DeleteItem', 'AdminUserGlobalSignOut'],
    ],
    [
      'reset-factors',
      [],
      [
        'AdminSetUserMFAPreference',
        'AdminDeleteSoftwareToken',
        'DeleteItem',
        'DeleteItem',
        'AdminUserGlobalSignOut',
      ],
    ],
  ])('by %s %j, after the change', async (command, args, expected) => {
    const printed = await succeed(command, ...JANE, ...args);
    expect(printed).toMatchObject({ command, sessions_ended: 1 });
    expect(changes()).toEqual(expected);
    expect(inputs.Query?.[0]).toMatchObject({
      TableName: 'the-sessions',
      ExpressionAttributeValues: { ':sub': { S: SUB } },
    });
  });

  test('by remove-from-group, also if the groups cannot be listed after it', async () => {
    refuse('AdminListGroupsForUser', 'TooManyRequestsException', 'Rate exceeded');
    const { status } = await users('remove-from-group', ...JANE, '--group', 'admins');
    expect(status).toBe(1);
    expect(changes()).toContain('DeleteItem');
  });

  test('a deleted user is found by sub, and Cognito is not asked', async () => {
    expect(await succeed('end-sessions', '--sub', SUB)).toEqual({
      command: 'end-sessions',
      user: null,
      sessions_ended: 1,
    });
    expect(changes()).toEqual(['DeleteItem', 'DeleteItem']);
    expect(aws.asked).not.toContain('AdminGetUser');
  });
});

test('delete ends everything before the user is gone, so that it can be repeated', async () => {
  expect(await succeed('delete', ...JANE)).toMatchObject({ sessions_ended: 1 });
  expect(changes()).toEqual([
    'AdminDisableUser',
    'DeleteItem',
    'DeleteItem',
    // The wrong codes of second factors at the two names, and the names of the passkeys.
    'DeleteItem',
    'DeleteItem',
    'DeleteItem',
    // The store has learnt of the row that it must replace.
    'PutItem',
    'PutItem',
    'PutItem',
    'PutItem',
    // The row of the passwords that the user's sessions have tried.
    'DeleteItem',
    'DeleteItem',
    'AdminDeleteUser',
  ]);
  expect(inputs.DeleteItem?.at(-1)).toMatchObject({
    TableName: 'the-attempts',
    Key: { id: { S: expect.stringMatching(/^sub\./) } },
  });
  for (const { TableName, Item } of inputs.PutItem ?? []) {
    const { state } = Item as { state: { S: string } };
    expect(TableName).toBe('the-attempts');
    expect(JSON.parse(state.S)).toMatchObject({ failures: 0, total: 0, devices: {} });
    expect(JSON.parse(state.S).devicesSince).toBeGreaterThan(1);
  }

  refuse('PutItem', 'AccessDeniedException', 'You may not.');
  aws.asked = [];
  expect(await users('delete', ...JANE)).toMatchObject({ status: 1 });
  expect(changes()).not.toContain('AdminDeleteUser');
});

test('unlock forgets both counts and keeps the devices known', async () => {
  expect(await succeed('unlock', ...JANE)).toMatchObject({
    forgotten: { in_a_row: 0, since_sign_in: 12 },
  });
  const [{ Item } = {}] = inputs.PutItem ?? [];
  const { state } = Item as { state: { S: string } };
  expect(JSON.parse(state.S)).toMatchObject({ failures: 0, total: 0, devicesSince: 1 });
  // The wrong codes of second factors have a row for each of the two names.
  const keys = (inputs.DeleteItem ?? []).map(({ Key }) => (Key as { id: { S: string } }).id.S);
  expect(keys.filter((id) => id.startsWith('challenges.'))).toHaveLength(2);
});

test('reset-factors switches all factors off, passkeys as well', async () => {
  expect(await succeed('reset-factors', ...JANE)).toMatchObject({
    factors_removed: ['SOFTWARE_TOKEN_MFA'],
  });
  const off = { Enabled: false, PreferredMfa: false };
  expect(inputs.AdminSetUserMFAPreference).toEqual([
    {
      ...USER,
      SoftwareTokenMfaSettings: off,
      SMSMfaSettings: off,
      EmailMfaSettings: off,
      WebAuthnMfaSettings: { Enabled: false },
    },
  ]);
  expect(inputs.AdminDeleteSoftwareToken).toEqual([USER]);
});

test('invite names the medium, whose default is SMS, and a temporary password', async () => {
  await succeed('invite', ...JANE);
  await succeed('invite', '--again', ...JANE);
  const byMail = {
    DesiredDeliveryMediums: ['EMAIL'],
    TemporaryPassword: expect.stringMatching(/^[\w-]{24}-Aa1$/),
  };
  expect(inputs.AdminCreateUser).toEqual([
    {
      UserPoolId: 'the-pool',
      Username: 'jane@example.com',
      UserAttributes: [
        { Name: 'email', Value: 'jane@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
      ...byMail,
    },
    { ...USER, ...byMail, MessageAction: 'RESEND' },
  ]);
});

test('create takes an e-mail address beside a name that is none', async () => {
  await succeed('create', '--username', 'jane', '--email', 'j@example.com', '--show-password');
  expect(inputs.AdminCreateUser).toMatchObject([
    {
      Username: 'jane',
      UserAttributes: [{ Value: 'j@example.com' }, { Value: 'true' }],
      MessageAction: 'SUPPRESS',
    },
  ]);
});

test('list reads page by page until it has enough', async () => {
  const page = ({ PaginationToken }: Record<string, unknown>) => ({
    Users: [{ Username: String(PaginationToken), Attributes: [{ Name: 'sub', Value: 'a' }] }],
    PaginationToken: `${PaginationToken ?? ''}+`,
  });
  aws.answers = { ...accountOfJane(), ListUsers: page };
  expect(await succeed('list', '--limit', '2')).toMatchObject({
    users: [{ username: 'undefined' }, { username: '+' }],
    more: true,
  });
  expect(aws.asked.filter((operation) => operation === 'ListUsers')).toHaveLength(3);
});

describe('a failure is one line', () => {
  test.each<[string, Answers, string]>([
    [
      'a stack that is not a foundation',
      stackWith({}),
      'The stack the-stack has no output UserPoolId. --stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
    ],
    [
      'an unknown user',
      { AdminGetUser: () => ({ __type: 'UserNotFoundException', message: 'No such user.' }) },
      'jane@example.com is not in the user pool the-pool. Check --username.',
    ],
    [
      'a user without a sub',
      { AdminGetUser: () => ({ Username: 'jane' }) },
      'Cognito answered without the sub of jane.',
    ],
    [
      'a user pool that does not exist',
      {
        AdminGetUser: () => ({
          __type: 'ResourceNotFoundException',
          message: 'User pool the-pool does not exist.',
        }),
      },
      'ResourceNotFoundException: User pool the-pool does not exist. Check its name, AWS_PROFILE and AWS_REGION.',
    ],
    [
      'a permission that is missing',
      {
        Query: () => ({
          __type: 'AccessDeniedException',
          message: 'User: jane is not authorized to perform: dynamodb:Query',
        }),
      },
      'AccessDeniedException: User: jane is not authorized to perform: dynamodb:Query. Use credentials that have this permission.',
    ],
  ])('for %s', async (_, answers, line) => {
    aws.answers = { ...accountOfJane(), ...answers };
    expect(await users('end-sessions', ...JANE)).toEqual(failureWith(line));
    expect(changes()).toEqual([]);
  });

  test.each([
    [
      'a region',
      { AWS_REGION: undefined },
      'The AWS region is missing. Set AWS_REGION, for example AWS_REGION=eu-west-1.',
    ],
    [
      'credentials',
      { AWS_ACCESS_KEY_ID: undefined },
      'AWS credentials cannot be loaded (Could not load credentials from any providers). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
    [
      'a network',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      'AWS cannot be reached (connect ECONNREFUSED 127.0.0.1:1). Check the network, AWS_REGION and AWS_ENDPOINT_URL.',
    ],
    [
      'a valid endpoint',
      { AWS_ENDPOINT_URL: 'somewhere' },
      'AWS_ENDPOINT_URL must be a URL, such as http://localhost:4566.',
    ],
  ])('without %s', async (_, environment, line) => {
    expect(await run('users', ['show', ...JANE, ...STACK], environment)).toEqual(failureWith(line));
  });
});
