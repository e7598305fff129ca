/** `npm run test-user`: creates the published test user in a stage that may have it. */

import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { TEST_USER } from '../contract/test-user.ts';
import type { StageConfig } from '../lib/config/stage-config.ts';
import { STAGE_NAMES, STAGE_TAG, STAGES } from '../lib/config/stages.ts';
import { runCommand } from './frame/command.ts';
import { awsDeployment, DEPLOYMENT_OPTIONS } from './frame/deployment.ts';

const ALLOWED = STAGE_NAMES.filter((name) => STAGES[name].allowTestUser);

await runCommand({
  script: 'test-user',
  summary:
    'Creates a user who can sign in at once, or sets the password of one who exists. ' +
    `Works in the stages ${ALLOWED.join(' and ')}.`,
  options: {
    stack: DEPLOYMENT_OPTIONS.stack,
    pool: DEPLOYMENT_OPTIONS.pool,
    username: {
      value: 'NAME',
      description: `Name with which the user signs in. Defaults to ${TEST_USER.username}.`,
    },
    password: { value: 'PASSWORD', description: `Defaults to ${TEST_USER.password}` },
  },
  examples: [
    { args: '--stack ChordianAuth-dev-Foundation', does: 'creates the published test user' },
    {
      args: '--pool eu-west-1_AbCdEfGhI --username jane@example.com --password Another-Pass123!',
      does: 'creates another user, in a user pool',
    },
  ],
  async run({ stack, pool, username = TEST_USER.username, password = TEST_USER.password }) {
    const { cognito, userPoolId } = awsDeployment({ stack, pool });
    const id = await userPoolId();
    const place = pool ?? stack ?? id;
    await checkStage(cognito, id, place);
    await createUser(cognito, id, { username, password });
    return `${username} can sign in to ${place}`;
  },
});

/** @throws {Error} if the stage keeps data: the published password would be a way in. */
async function checkStage(
  cognito: CognitoIdentityProviderClient,
  pool: string,
  place: string,
): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool }));
  const stage = UserPool?.UserPoolTags?.[STAGE_TAG] ?? 'unknown';
  const config = (STAGES as Readonly<Record<string, StageConfig>>)[stage];
  if (config?.allowTestUser) return;
  throw new Error(
    `The stage of ${place} is ${stage}. Test users are allowed only in ${ALLOWED.join(' and ')}.`,
  );
}

async function createUser(
  cognito: CognitoIdentityProviderClient,
  pool: string,
  { username, password }: { username: string; password: string },
): Promise<void> {
  const user = { UserPoolId: pool, Username: username };
  const attributes = username.includes('@')
    ? [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
      ]
    : [];
  await cognito
    .send(
      new AdminCreateUserCommand({
        ...user,
        UserAttributes: attributes,
        MessageAction: 'SUPPRESS',
      }),
    )
    .catch((error: unknown) => {
      if (!(error instanceof UsernameExistsException)) throw error;
    });
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }),
  );
}
