import { parseArgs } from 'node:util';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  paginateListUserPools,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { TEST_USER } from '../contract/test-user.ts';
import type { StageConfig } from '../lib/config/stage-config.ts';
import { STAGE_TAG, STAGES } from '../lib/config/stages.ts';

// npm run test-user -- --stack ChordianAuth-sandbox-Foundation [--username …] [--password …]
const { values } = parseArgs({
  options: {
    stack: { type: 'string' },
    username: { type: 'string' },
    password: { type: 'string' },
  },
});
const { stack, username = TEST_USER.username, password = TEST_USER.password } = values;
if (!stack) {
  throw new TypeError('Name the foundation stack: --stack ChordianAuth-sandbox-Foundation');
}

const client = new CognitoIdentityProviderClient({});
const UserPoolId = await poolOf(stack);
await refuseUnlessSandbox(UserPoolId);
await createUser(UserPoolId);
process.stdout.write(`${username} can sign in to ${stack}\n`);

/** The pool bears its stack's name. */
async function poolOf(name: string): Promise<string> {
  const found: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    for (const pool of UserPools) if (pool.Name === name && pool.Id) found.push(pool.Id);
  }
  const [id, ...others] = found;
  if (id === undefined) throw new Error(`No user pool is named ${name} in this account and region`);
  if (others.length > 0) {
    throw new Error(`Several user pools are named ${name}: ${found.join(', ')}`);
  }
  return id;
}

/** The user's password is published: where data is kept it would be a way in. */
async function refuseUnlessSandbox(poolId: string): Promise<void> {
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
  const stage = UserPool?.UserPoolTags?.[STAGE_TAG] ?? 'unknown';
  const config = (STAGES as Readonly<Record<string, StageConfig>>)[stage];
  if (!config?.allowTestUser) {
    throw new Error(`The stage of ${stack} is ${stage}: the sandbox user may not be made there`);
  }
}

async function createUser(poolId: string): Promise<void> {
  const attributes = username.includes('@')
    ? [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
      ]
    : [];
  try {
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: username,
        UserAttributes: attributes,
        MessageAction: 'SUPPRESS',
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await client.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: username,
      Password: password,
      Permanent: true,
    }),
  );
}
