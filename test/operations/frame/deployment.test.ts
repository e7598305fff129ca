import { beforeEach, describe, expect, test } from '@jest/globals';
import { FOUNDATION_OUTPUTS } from '../../../contract/outputs.ts';
import { awsDeployment } from '../../../operations/frame/deployment.ts';
import { UsageError } from '../../../operations/frame/usage.ts';
import { replaceAws } from '../../support/aws-of-file.ts';

import { stackWith } from '../stack.ts';

const aws = await replaceAws();
beforeEach(() => {
  aws.asked = [];
  aws.answers = stackWith({
    [FOUNDATION_OUTPUTS.userPoolId]: 'eu-west-1_pool',
    [FOUNDATION_OUTPUTS.sessionsTable]: 'the-sessions',
  });
});

describe('a deployment', () => {
  test('is named by the outputs of its foundation stack, which are read once', async () => {
    const deployment = awsDeployment({ stack: 'the-stack' });
    expect(await deployment.userPoolId()).toBe('eu-west-1_pool');
    expect(await deployment.table('sessions')).toBe('the-sessions');
    expect(aws.asked).toEqual(['DescribeStacks']);
  });

  test('can be named without a stack', async () => {
    expect(await awsDeployment({ pool: 'my-pool' }).userPoolId()).toBe('my-pool');
    expect(aws.asked).toEqual([]);
  });

  test('prefers --pool to the output', async () => {
    const deployment = awsDeployment({ stack: 'the-stack', pool: 'my-pool' });
    expect(await deployment.userPoolId()).toBe('my-pool');
    expect(await deployment.table('sessions')).toBe('the-sessions');
  });

  test('must be named', async () => {
    const pool = awsDeployment({}).userPoolId();
    await expect(pool).rejects.toThrow(
      new UsageError('Name the foundation stack by --stack, or the user pool by --pool.'),
    );
    const table = awsDeployment({ pool: 'my-pool' }).table('sessions');
    await expect(table).rejects.toThrow(new UsageError('Name the foundation stack by --stack.'));
    expect(aws.asked).toEqual([]);
  });

  test('must have a stack in the account and region', async () => {
    await expect(awsDeployment({ stack: 'nowhere' }).userPoolId()).rejects.toThrow(
      'There is no stack nowhere in this account and region (eu-west-1). Check --stack, AWS_PROFILE and AWS_REGION.',
    );
  });

  test.each([{}, { ApiUrl: 'https://api.example.com' }])(
    'must have a foundation stack, not one with the outputs %j',
    async (outputs) => {
      aws.answers = stackWith(outputs);
      await expect(awsDeployment({ stack: 'the-stack' }).table('sessions')).rejects.toThrow(
        'The stack the-stack has no output SessionsTableName. --stack must name a foundation stack, such as ChordianAuth-dev-Foundation.',
      );
    },
  );

  test('is not looked up with credentials that may not read the stack', async () => {
    aws.answers = {
      DescribeStacks: () => ({ __type: 'AccessDenied', Message: 'You shall not pass' }),
    };
    await expect(awsDeployment({ stack: 'the-stack' }).userPoolId()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'You shall not pass',
    });
  });
});
