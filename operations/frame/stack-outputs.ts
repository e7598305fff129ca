/** Reads stacks, whose outputs tell commands what they made. */

import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { CLIENT_SETTINGS } from './client-settings.ts';

/** @returns `undefined` if there is no such stack in the account and region. */
export async function findStack(name: string): Promise<Stack | undefined> {
  const { Stacks = [] } = await new CloudFormationClient(CLIENT_SETTINGS)
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: Error) => {
      if (!/^Stack .* does not exist/.test(error.message)) throw error;
      return { Stacks: [] };
    });
  return Stacks[0];
}

export const outputsOf = ({ Outputs = [] }: Pick<Stack, 'Outputs'>): ReadonlyMap<string, string> =>
  new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));

/** @throws {Error} if there is no such stack in the account and region. */
export async function readOutputs(name: string): Promise<ReadonlyMap<string, string>> {
  const stack = await findStack(name);
  if (stack !== undefined) return outputsOf(stack);
  const region = await new CloudFormationClient(CLIENT_SETTINGS).config.region();
  throw new Error(
    `There is no stack ${name} in this account and region (${region}). ` +
      'Check --stack, AWS_PROFILE and AWS_REGION.',
  );
}
