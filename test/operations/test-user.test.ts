import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FOUNDATION_OUTPUTS } from '../../contract/outputs.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { STAGE_NAMES, STAGE_TAG, STAGES } from '../../lib/config/stages.ts';
import { type Answers, startFakeAws } from '../lib/fake-aws.ts';
import { failureWith, run } from './run.ts';
import { stackWith } from './stack.ts';

let aws: Awaited<ReturnType<typeof startFakeAws>>;
let inputs: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => {
  aws.close();
});
beforeEach(() => {
  inputs = {};
  aws.asked = [];
});

/** An account with one stack and its user pool, of a stage. */
const account = (stage: string): Answers => ({
  ...stackWith({ [FOUNDATION_OUTPUTS.userPoolId]: 'eu-west-1_pool' }),
  DescribeUserPool: () => ({ UserPool: { UserPoolTags: { [STAGE_TAG]: stage } } }),
  AdminCreateUser: (input) => {
    inputs.create = input;
    return {};
  },
  AdminSetUserPassword: (input) => {
    inputs.password = input;
    return {};
  },
});

const testUser = (...args: string[]) => run('test-user', args, { AWS_ENDPOINT_URL: aws.endpoint });

describe('npm run test-user', () => {
  test('creates the published user, who can sign in at once', async () => {
    aws.answers = account('sandbox');
    expect(await testUser('--stack', 'the-stack')).toEqual({
      status: 0,
      stdout: `${TEST_USER.username} can sign in to the-stack\n`,
      stderr: '',
    });
    expect(inputs.create).toMatchObject({
      UserPoolId: 'eu-west-1_pool',
      Username: TEST_USER.username,
      MessageAction: 'SUPPRESS',
    });
    expect(inputs.password).toEqual({
      UserPoolId: 'eu-west-1_pool',
      Username: TEST_USER.username,
      Password: TEST_USER.password,
      Permanent: true,
    });
  });

  test('sets the password of a user who exists', async () => {
    aws.answers = {
      ...account('dev'),
      AdminCreateUser: () => ({ __type: 'UsernameExistsException' }),
    };
    const another = ['--username', 'someone@example.com', '--password', 'Another-Pass123!'];
    expect(await testUser('--stack', 'the-stack', ...another)).toMatchObject({ status: 0 });
    expect(inputs.password).toMatchObject({
      Username: 'someone@example.com',
      Password: 'Another-Pass123!',
    });
  });

  test('takes a user pool instead of the one of the stack', async () => {
    aws.answers = account('dev');
    expect(await testUser('--pool', 'eu-west-1_mine')).toEqual({
      status: 0,
      stdout: `${TEST_USER.username} can sign in to eu-west-1_mine\n`,
      stderr: '',
    });
    expect(aws.asked).not.toContain('DescribeStacks');
    expect(inputs.create).toMatchObject({ UserPoolId: 'eu-west-1_mine' });
    expect(inputs.password).toMatchObject({ UserPoolId: 'eu-west-1_mine' });
  });

  test.each([...STAGE_NAMES.filter((name) => !STAGES[name].allowTestUser), 'unknown'])(
    'refuses %s',
    async (stage) => {
      aws.answers = account(stage);
      for (const options of [
        ['--stack', 'the-stack'],
        ['--pool', 'eu-west-1_pool'],
      ]) {
        expect(await testUser(...options)).toEqual(
          failureWith(
            `The stage of ${options[1]} is ${stage}. Test users are allowed only in dev and sandbox.`,
          ),
        );
      }
      expect(aws.asked).not.toContain('AdminCreateUser');
    },
  );

  test('refuses a user pool without a stage', async () => {
    aws.answers = { ...account('dev'), DescribeUserPool: () => ({ UserPool: {} }) };
    expect((await testUser('--pool', 'eu-west-1_mine')).stderr).toContain(
      'The stage of eu-west-1_mine is unknown.',
    );
    expect(aws.asked).not.toContain('AdminCreateUser');
  });

  test.each([
    [
      'no stack and no pool',
      [],
      'Name the foundation stack by --stack, or the user pool by --pool.',
    ],
    ['an option of another command', ['--sub', 'a'], "Unknown option '--sub'"],
  ])('prints one line and its usage for %s', async (_, args, line) => {
    aws.answers = account('sandbox');
    const { status, stdout, stderr } = await testUser(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n\nCreates a user')[0]).toBe(line);
    expect(aws.asked).toEqual([]);
  });

  test('fails with one line for a stack that does not exist', async () => {
    aws.answers = account('sandbox');
    expect(await testUser('--stack', 'nowhere')).toEqual(
      failureWith(
        'There is no stack nowhere in this account and region (eu-west-1). Check --stack, AWS_PROFILE and AWS_REGION.',
      ),
    );
  });

  test('fails with one line for a password that the user pool refuses', async () => {
    aws.answers = {
      ...account('sandbox'),
      AdminSetUserPassword: () => ({ __type: 'InvalidPasswordException', message: 'Too short' }),
    };
    expect(await testUser('--stack', 'the-stack', '--password', 'a')).toEqual(
      failureWith('InvalidPasswordException: Too short'),
    );
  });

  test('prints its usage if asked', async () => {
    expect(await testUser('--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Creates a user who can sign in at once/),
      stderr: '',
    });
  });
});
