import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TEST_USER } from '../../contract/test-user.ts';
import { STAGE_NAMES, STAGE_TAG, STAGES } from '../../lib/config/stages.ts';
import { inRepository } from '../../lib/paths.ts';
import { type Answers, credentials, startFakeAws } from '../lib/fake-aws.ts';

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

/** An account with one pool, of a stage. */
const account = (stage: string): Answers => ({
  ListUserPools: () => ({
    UserPools: [
      { Id: 'eu-west-1_other', Name: 'another' },
      { Id: 'eu-west-1_pool', Name: 'the-stack' },
    ],
  }),
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

/**
 * `npm run test-user -- …`; resolves with what it says, rejects with what it complains about.
 */
async function run(...flags: string[]): Promise<string> {
  const child = spawn(
    inRepository('node_modules/.bin/node'),
    [inRepository('operations/test-user.ts'), ...flags],
    {
      env: { PATH: process.env.PATH, AWS_ENDPOINT_URL: aws.endpoint, ...credentials },
    },
  );
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  if (code !== 0) throw new Error(complained);
  return said;
}

describe('npm run test-user', () => {
  test('makes the published user, who can sign in at once', async () => {
    aws.answers = account('sandbox');
    expect(await run('--stack', 'the-stack')).toContain(TEST_USER.username);
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
    await run(
      '--stack',
      'the-stack',
      '--username',
      'someone@example.com',
      '--password',
      'Another-Pass123!',
    );
    expect(inputs.password).toMatchObject({
      Username: 'someone@example.com',
      Password: 'Another-Pass123!',
    });
  });

  test.each([...STAGE_NAMES.filter((name) => !STAGES[name].allowTestUser), 'unknown'])(
    'refuses %s',
    async (stage) => {
      aws.answers = account(stage);
      await expect(run('--stack', 'the-stack')).rejects.toThrow(
        `The stage of the-stack is ${stage}`,
      );
      expect(aws.asked).not.toContain('AdminCreateUser');
    },
  );

  test('says what is missing', async () => {
    aws.answers = account('sandbox');
    await expect(run()).rejects.toThrow('Name the foundation stack');
    await expect(run('--stack', 'nowhere')).rejects.toThrow('No user pool is named nowhere');
  });
});
