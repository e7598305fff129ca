import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { VARIABLES } from '../test/support/variables.ts';

/** Starts `local-aws.ts` with its options. The caller ends the process. */
export async function startLocalAws(...options: string[]) {
  const aws = fork(join(import.meta.dirname, 'local-aws.ts'), options, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ endpoint }] = (await once(aws, 'message')) as [{ endpoint: string }];
  return { aws, endpoint };
}

/** The environment of a function that calls a local AWS. */
export const environmentFor = (endpoint: string): Record<string, string> => ({
  ...VARIABLES,
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});
