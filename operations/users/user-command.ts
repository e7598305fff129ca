/** The frame of the commands about users: options, deployment, and JSON on standard output. */

import type { Command } from '../frame/command.ts';
import { awsDeployment, DEPLOYMENT_OPTIONS, type Deployment } from '../frame/deployment.ts';
import { SANDBOX_OPTIONS, withSandbox } from '../frame/sandbox.ts';
import { type Options, type Usage, UsageError, type Values } from '../frame/usage.ts';
import { type Audited, auditTo } from './audit.ts';

/** What a command works on. */
export interface Context {
  deployment: Deployment;
  /** ID of the user pool. */
  pool: string;
  audited: Audited;
}

interface UserCommand<O extends Options> extends Omit<Usage<O>, 'script' | 'name'> {
  name: string;
  /**
   * Checks the options before the deployment is opened.
   * @returns the work, whose result is printed as JSON.
   * @throws {UsageError} if an option is missing or invalid.
   */
  prepare(values: Values<O>): Work | Promise<Work>;
}

type Work = (context: Context) => Promise<object>;

export const USERNAME = {
  username: { value: 'NAME', description: 'Name with which the user signs in, or the `sub`.' },
} as const satisfies Options;

/** The example of a command that needs nothing but the user. */
export const ON_AWS = {
  args: '--username jane@example.com --stack ChordianAuth-prod-Foundation',
  does: 'on AWS',
};

const EVERY = { stack: DEPLOYMENT_OPTIONS.stack, ...SANDBOX_OPTIONS } as const;

export const userCommand = <O extends Options>({
  name,
  options,
  prepare,
  ...usage
}: UserCommand<O>): Command<Options> => ({
  ...usage,
  script: 'users',
  name,
  options: { ...options, ...EVERY },
  async run(all) {
    const { stack, 'state-dir': stateDir, ...values } = all as Values<typeof EVERY>;
    const work = await prepare(values as Values<O>);
    const print = async (deployment: Deployment) => {
      const pool = await deployment.userPoolId();
      const result = await work({ deployment, pool, audited: auditTo(deployment, name) });
      return JSON.stringify({ command: name, ...result }, null, 2);
    };
    return stack === undefined ? withSandbox(stateDir, print) : print(awsDeployment({ stack }));
  },
});

/** @throws {UsageError} if the user is not named. */
export function requireUsername(username: string | undefined): string {
  if (username !== undefined) return username;
  throw new UsageError('Name the user by --username.');
}
