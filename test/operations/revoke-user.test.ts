import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { startAwsOfFile } from '../support/aws-of-file.ts';
import type { Answers } from '../support/fake-aws.ts';
import { failureWith, run } from './run.ts';
import { stackWith } from './stack.ts';

const stateDir = temporaryDirectory();
const elsewhere = temporaryDirectory();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
});
afterAll(() => sandbox.close());

const revokeUser = (...args: string[]) => run('revoke-user', args);

async function signIn(): Promise<string> {
  const response = await fetch(sandbox.url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(sandbox.user),
  });
  return ((await response.json()) as { token: string }).token;
}

const session = async (token: string) =>
  fetch(sandbox.url + publicPath('session'), { headers: { Authorization: `Bearer ${token}` } });

test('ends all sessions of a user of the running sandbox, at once', async () => {
  const tokens = [await signIn(), await signIn()];
  expect(await revokeUser('--state-dir', stateDir, '--username', sandbox.user.username)).toEqual({
    status: 0,
    stdout: `2 sessions of ${sandbox.user.username} ended\n`,
    stderr: '',
  });
  for (const token of tokens) {
    expect(await (await session(token)).json()).toMatchObject({ error: { code: 'INVALID_TOKEN' } });
  }
});

test('takes a sub as well', async () => {
  const token = await signIn();
  const { user } = (await (await session(token)).json()) as { user: { sub: string } };
  expect(await revokeUser('--state-dir', stateDir, '--sub', user.sub)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^1 session of/),
    stderr: '',
  });
  expect((await session(token)).status).toBe(401);
});

test('fails with one line for an unknown user', async () => {
  const unknown = await revokeUser('--state-dir', stateDir, '--username', 'nobody@example.com');
  expect(unknown).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^.*\n$/) });
  expect(unknown.stderr).toMatch(/nobody@example.com.*User does not exist/);
});

test.each([
  ['no user', [], 'Name the user by --username or by --sub.'],
  [
    'a username and a sub',
    ['--username', 'a', '--sub', 'b'],
    'Name the user by --username or by --sub.',
  ],
  [
    'a pool without a table',
    ['--username', 'a', '--pool', 'b'],
    'Name the foundation stack by --stack, or the sessions table by --table.',
  ],
  [
    'a table without a pool',
    ['--username', 'a', '--table', 'b'],
    'Name the foundation stack by --stack, or the user pool by --pool.',
  ],
  ['an empty stack', ['--username', 'a', '--stack', ''], '--stack must not be empty.'],
  ['an option that does not exist', ['--user', 'a'], "Unknown option '--user'"],
  ['an option without its value', ['--username'], "Option '--username <value>' argument missing"],
  [
    'a stray word',
    ['test@example.com'],
    "Unexpected argument 'test@example.com'. This command does not take positional arguments",
  ],
])('prints one line and its usage for %s', async (_what, args, line) => {
  const { status, stdout, stderr } = await revokeUser(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n\nEnds all sessions of a user')[0]).toBe(line);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('prints its usage if asked', async () => {
  expect(await revokeUser('--help')).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^Ends all sessions of a user/),
    stderr: '',
  });
});

test('works on a sandbox that is not running, if there has been one', async () => {
  await signIn();
  await sandbox.close();
  expect(
    await revokeUser('--state-dir', stateDir, '--username', sandbox.user.username),
  ).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^1 session of/),
    stderr: '',
  });
  expect(await revokeUser('--state-dir', elsewhere, '--username', sandbox.user.username)).toEqual(
    failureWith('There has been no sandbox yet. Start one: npm start'),
  );
});

/** A row of the sessions table. */
const row = (sid: string) => ({
  sub: { S: 'the-sub' },
  sid: { S: sid },
  ...Object.fromEntries(
    ['counter', 'created_at', 'expires_at', 'validated_at', 'rotated_at'].map((name) => [
      name,
      { N: '1' },
    ]),
  ),
  user: {
    S: JSON.stringify({ sub: 'the-sub', username: 'jane@example.com', email: null, groups: [] }),
  },
  upstream: { S: 'sealed' },
});

const aws = await startAwsOfFile();

describe('on AWS', () => {
  let inputs: Record<string, Record<string, unknown>>;

  /** An account with one stack, and a user who has two sessions. */
  const account = (): Answers => ({
    ...stackWith({
      [FOUNDATION_OUTPUTS.userPoolId]: 'eu-west-1_pool',
      [FOUNDATION_OUTPUTS.sessionsTable]: 'the-sessions',
    }),
    AdminGetUser: (input) => {
      inputs.user = input;
      return { UserAttributes: [{ Name: 'sub', Value: 'the-sub' }] };
    },
    Query: (input) => {
      inputs.query = input;
      return { Items: ['a', 'b'].map((sid) => ({ sub: { S: 'the-sub' }, sid: { S: sid } })) };
    },
    DeleteItem: (input) => ({
      Attributes: row((input.Key as { sid: { S: string } }).sid.S),
    }),
  });
  beforeEach(() => {
    inputs = {};
    aws.asked = [];
    aws.answers = account();
  });
  const onAws = (...args: string[]) => run('revoke-user', args, { AWS_ENDPOINT_URL: aws.endpoint });
  const JANE = ['--username', 'jane@example.com'];
  const BY_STACK = ['--stack', 'the-stack'];
  const BY_NAME = ['--pool', 'my-pool', '--table', 'my-table'];

  test.each([
    ['the outputs of the stack', BY_STACK, 'eu-west-1_pool', 'the-sessions'],
    ['--pool and --table', BY_NAME, 'my-pool', 'my-table'],
    [
      '--table before the stack',
      [...BY_STACK, '--table', 'my-table'],
      'eu-west-1_pool',
      'my-table',
    ],
  ])('ends the sessions in the table named by %s', async (_, names, UserPoolId, TableName) => {
    expect(await onAws(...JANE, ...names)).toEqual({
      status: 0,
      stdout: '2 sessions of jane@example.com ended\n',
      stderr: '',
    });
    expect(inputs.user).toEqual({ UserPoolId, Username: 'jane@example.com' });
    expect(inputs.query).toMatchObject({
      TableName,
      ExpressionAttributeValues: { ':sub': { S: 'the-sub' } },
    });
    expect(aws.asked.slice(-5)).toEqual(['Query', ...Array<string>(4).fill('DeleteItem')]);
  });

  test('does not look up a user who is named by sub', async () => {
    expect(await onAws('--sub', 'the-sub', ...BY_STACK)).toMatchObject({
      status: 0,
      stdout: '2 sessions of the-sub ended\n',
    });
    expect(aws.asked).toEqual(['DescribeStacks', 'Query', ...Array<string>(4).fill('DeleteItem')]);
  });

  test.each<[string, Answers, string]>([
    [
      'a stack that is not a foundation',
      stackWith({}),
      'The stack the-stack has no output SessionsTableName. --stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
    ],
    [
      'an unknown user',
      {
        AdminGetUser: () => ({ __type: 'UserNotFoundException', message: 'User does not exist.' }),
      },
      'jane@example.com is not in the user pool eu-west-1_pool (User does not exist.). Check --username, or name the user by --sub.',
    ],
    [
      'a user without a sub',
      { AdminGetUser: () => ({}) },
      'jane@example.com has no sub in the user pool eu-west-1_pool.',
    ],
    [
      'a user pool that does not exist',
      {
        AdminGetUser: () => ({
          __type: 'ResourceNotFoundException',
          message: 'User pool eu-west-1_pool does not exist.',
        }),
      },
      'ResourceNotFoundException: User pool eu-west-1_pool does not exist. Check its name, AWS_PROFILE and AWS_REGION.',
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
  ])('fails with one line for %s', async (_, answers, line) => {
    aws.answers = { ...account(), ...answers };
    expect(await onAws(...JANE, ...BY_STACK)).toEqual(failureWith(line));
    expect(aws.asked).not.toContain('DeleteItem');
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
  ])('fails with one line without %s', async (_, changes, line) => {
    // The first call of one is to CloudFormation, of the other to DynamoDB.
    for (const args of [
      [...JANE, ...BY_STACK],
      ['--sub', 'the-sub', '--table', 'my-table'],
    ]) {
      expect(await run('revoke-user', args, changes)).toEqual(failureWith(line));
    }
  });
});
