/** CloudFormation of an account that has one stack, `the-stack`. */

import type { Answers } from '../lib/fake-aws.ts';

export const stackWith = (outputs: Readonly<Record<string, string>>): Answers => ({
  DescribeStacks: ({ StackName }) =>
    StackName === 'the-stack'
      ? {
          Stacks: [
            {
              StackName,
              Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
                OutputKey,
                OutputValue,
              })),
            },
          ],
        }
      : { __type: 'ValidationError', Message: `Stack with id ${StackName} does not exist` },
});
