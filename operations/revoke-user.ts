/** `npm run revoke-user`: ends all sessions of a user. */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { dynamoSessions } from '../functions/adapters/dynamodb/sessions.ts';
import { runCommand } from './frame/command.ts';
import { awsDeployment, DEPLOYMENT_OPTIONS, type Deployment, isOnAws } from './frame/deployment.ts';
import { SANDBOX_OPTIONS, withSandbox } from './frame/sandbox.ts';
import { UsageError } from './frame/usage.ts';

await runCommand({
  script: 'revoke-user',
  summary:
    'Ends all sessions of a user at once. ' +
    'Works on the sandbox unless --stack, --pool or --table is given.',
  options: {
    username: { value: 'NAME', description: 'Name with which the user signs in.' },
    sub: { value: 'SUB', description: '`sub` of a user who is no longer in the user pool.' },
    ...DEPLOYMENT_OPTIONS,
    ...SANDBOX_OPTIONS,
  },
  examples: [
    { args: '--username test@example.com', does: 'in the sandbox' },
    {
      args: '--username jane@example.com --stack ChordianAuth-prod-Foundation',
      does: 'on AWS, by the outputs of the foundation stack',
    },
    {
      args: '--username jane@example.com --pool eu-west-1_AbCdEfGhI --table my-sessions',
      does: 'on AWS, by the names of the user pool and the table',
    },
    {
      args: '--sub 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed --stack ChordianAuth-prod-Foundation',
      does: 'for a user who is no longer in the user pool',
    },
  ],
  async run({ username, sub, 'state-dir': stateDir, ...options }) {
    const user = readUser(username, sub);
    const end = (deployment: Deployment) => endSessions(user, deployment);
    const ended = await (isOnAws(options)
      ? end(awsDeployment(options))
      : withSandbox(stateDir, end));
    return `${ended === 1 ? '1 session' : `${ended} sessions`} of ${username ?? sub} ended`;
  },
});

type User = { username: string } | { sub: string };

function readUser(username: string | undefined, sub: string | undefined): User {
  if (username !== undefined && sub === undefined) return { username };
  if (sub !== undefined && username === undefined) return { sub };
  throw new UsageError('Name the user by --username or by --sub.');
}

/** @returns how many sessions ended. */
async function endSessions(user: User, deployment: Deployment): Promise<number> {
  const table = await deployment.sessionsTable();
  const sub = 'sub' in user ? user.sub : await findSub(user.username, deployment);
  return dynamoSessions(deployment.dynamo, table).endAll(sub);
}

/** Sessions are kept under the `sub`, which never changes and is not the username. */
async function findSub(username: string, { cognito, userPoolId }: Deployment): Promise<string> {
  const pool = await userPoolId();
  const { UserAttributes = [] } = await cognito
    .send(new AdminGetUserCommand({ UserPoolId: pool, Username: username }))
    .catch((error: Error) => {
      if (error.name !== 'UserNotFoundException') throw error;
      throw new Error(
        `${username} is not in the user pool ${pool} (${error.message}). ` +
          'Check --username, or name the user by --sub.',
        { cause: error },
      );
    });
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error(`${username} has no sub in the user pool ${pool}.`);
  return sub;
}
