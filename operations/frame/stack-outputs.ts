/** Reads the outputs of a stack, by which commands find what it made. */

import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CLIENT_SETTINGS } from './client-settings.ts';

/** @throws {Error} if there is no such stack in the account and region. */
export async function readOutputs(stack: string): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient(CLIENT_SETTINGS);
  const region = await client.config.region();
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stack }))
    .catch((error: Error) => {
      if (!/^Stack .* does not exist/.test(error.message)) throw error;
      throw new Error(
        `There is no stack ${stack} in this account and region (${region}). ` +
          'Check --stack, AWS_PROFILE and AWS_REGION.',
        { cause: error },
      );
    });
  return new Map(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]),
  );
}
