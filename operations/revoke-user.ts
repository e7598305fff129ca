import { parseArgs } from 'node:util';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { dynamoSessions } from '../functions/adapters/dynamodb/sessions.ts';

const USAGE = `Ends all sessions of a user, at once.

  npm run revoke-user -- --username test@example.com                     in the sandbox
  npm run revoke-user -- --username … --stack ChordianAuth-prod-Foundation   on AWS
  npm run revoke-user -- --username … --pool … --table …                   on AWS, by name
  npm run revoke-user -- --sub … --table …                               a user that Cognito has no longer
`;

/** Where the user and the sessions are. */
interface Place {
  cognito: CognitoIdentityProviderClient;
  dynamo: DynamoDBClient;
  poolId: string | undefined;
  table: string;
  close?: () => Promise<void>;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        username: { type: 'string' },
        sub: { type: 'string' },
        stack: { type: 'string' },
        pool: { type: 'string' },
        table: { type: 'string' },
        'state-dir': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const values = readOptions();

async function sandbox(): Promise<Place> {
  const [{ connectSandbox }, { DEFAULT_STATE }] = await Promise.all([
    import('../sandbox/connect.ts'),
    import('../sandbox/state.ts'),
  ]);
  const { url, poolId, sessionsTable, close } = await connectSandbox(
    values['state-dir'] ?? DEFAULT_STATE,
  );
  const settings = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  };
  const clients = {
    cognito: new CognitoIdentityProviderClient(settings),
    dynamo: new DynamoDBClient(settings),
  };
  return { ...clients, poolId, table: sessionsTable, close };
}

async function aws(): Promise<Place> {
  const clients = {
    cognito: new CognitoIdentityProviderClient({}),
    dynamo: new DynamoDBClient({}),
  };
  const { stack, pool, table } = values;
  return {
    ...clients,
    poolId: pool ?? (stack === undefined ? undefined : await poolOf(stack, clients.cognito)),
    table: table ?? (await tableOf(stack, clients.dynamo)),
  };
}

/** The pool bears its stack's name. */
async function poolOf(stack: string, client: CognitoIdentityProviderClient): Promise<string> {
  const found: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    for (const { Name, Id } of UserPools) if (Name === stack && Id !== undefined) found.push(Id);
  }
  return only(found, `user pool named ${stack}`);
}

/** CloudFormation names a table after its stack and its construct. */
async function tableOf(stack: string | undefined, client: DynamoDBClient): Promise<string> {
  if (stack === undefined) {
    throw new Error('Name the table of the sessions: --table, or the foundation stack: --stack');
  }
  const found: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    found.push(...TableNames.filter((name) => name.startsWith(`${stack}-Sessions`)));
  }
  return only(found, `sessions table of ${stack}`);
}

function only(found: readonly string[], what: string): string {
  const [first, ...others] = found;
  if (first === undefined) throw new Error(`There is no ${what} in this account and region`);
  if (others.length > 0) throw new Error(`There are several: ${what}: ${found.join(', ')}`);
  return first;
}

/** Sessions are kept under the `sub`, which never changes and is not the username. */
async function subOf(username: string, { cognito, poolId }: Place): Promise<string> {
  if (poolId === undefined) {
    throw new Error('Name the user pool: --pool, or the foundation stack: --stack');
  }
  const { UserAttributes = [] } = await cognito
    .send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }))
    .catch((cause) => {
      throw new Error(`Cannot look up ${username}`, { cause });
    });
  const sub = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error(`${username} has no sub`);
  return sub;
}

async function revoke(): Promise<void> {
  const { username, sub, stack, pool, table, help } = values;
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  if ((username === undefined) === (sub === undefined)) {
    throw new Error(`Name the user by --username or by --sub.\n\n${USAGE}`);
  }
  const place = await ((stack ?? pool ?? table) ? aws() : sandbox());
  try {
    const ended = await dynamoSessions(place.dynamo, place.table).endAll(
      sub ?? (await subOf(username ?? '', place)),
    );
    process.stdout.write(
      `${ended === 1 ? '1 session' : `${ended} sessions`} of ${username ?? sub} ended\n`,
    );
  } finally {
    await place.close?.();
  }
}

revoke().catch((error: Error) => {
  const { cause } = error;
  process.stderr.write(`${error.message}${cause instanceof Error ? `: ${cause.message}` : ''}\n`);
  process.exitCode = 1;
});
