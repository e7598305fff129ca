/** Users who are disabled, deleted or demoted in Cognito, over HTTP and the deployed handlers. */

import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath, type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { SessionResponse, TokenResponse } from '../../contract/schemas/index.ts';
import { TABLE_NAMES } from '../../sandbox/aws/tables.ts';
import { connectSandbox } from '../../sandbox/connect.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
const PASSWORD = 'ValidPass123!';
const users = ['fired', 'deleted', 'demoted', 'forgetful', 'renamed', 'dormant', 'other'].map(
  (name) => ({ username: `${name}@example.org`, password: PASSWORD, groups: ['staff'] }),
);

let sandbox: Sandbox;
let cognito: CognitoIdentityProvider;
let database: DynamoDBClient;
let UserPoolId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, users });
  // The sandbox has set the endpoint and the credentials of this process.
  cognito = new CognitoIdentityProvider();
  database = new DynamoDBClient();
  UserPoolId = (await connectSandbox(stateDir)).poolId;
});
afterAll(async () => {
  cognito?.destroy();
  database?.destroy();
  await sandbox.close();
});

const call = (name: RouteName, init: RequestInit = {}) =>
  fetch(sandbox.url + publicPath(name), { method: routeOf(name).method, ...init });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code ?? response.status;
const userOf = (name: string) => ({ UserPoolId, Username: `${name}@example.org` });

async function signIn(name: string) {
  const body = JSON.stringify({ username: `${name}@example.org`, password: PASSWORD });
  const response = await call('login', { body });
  expect(response.status).toBe(200);
  const { token } = (await response.json()) as TokenResponse;
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const read = () => call('session', { headers: { Authorization: `Bearer ${token}` } });
  return {
    readCode: async () => codeOf(await read()),
    readUser: async () => ((await (await read()).json()) as SessionResponse).user,
    refreshCode: async () => codeOf(await call('refresh', { headers: { Cookie: cookie } })),
  };
}

/** Repeats a request until its result is the expected one. Events arrive in the background. */
async function eventually<T>(work: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 50_000;
  let result = await work();
  while (JSON.stringify(result) !== JSON.stringify(expected) && Date.now() < deadline) {
    result = await work();
  }
  expect(result).toEqual(expected);
}

async function rowOf(name: string) {
  const { Items = [] } = await database.send(
    new ScanCommand({ TableName: TABLE_NAMES.sessions, ConsistentRead: true }),
  );
  return Items.find(({ user }) => user?.S?.includes(`${name}@example.org`));
}

/** Moves times of a user's session into the past, by seconds. */
async function age(name: string, seconds: number, ...attributes: string[]) {
  const row = await rowOf(name);
  if (!row?.sub || !row.sid) throw new Error(`${name} must have a session`);
  for (const attribute of attributes) {
    await database.send(
      new UpdateItemCommand({
        TableName: TABLE_NAMES.sessions,
        Key: { sub: row.sub, sid: row.sid },
        UpdateExpression: `SET ${attribute} = ${attribute} - :seconds`,
        ExpressionAttributeValues: { ':seconds': { N: String(seconds) } },
      }),
    );
  }
}

describe('an event of Cognito', () => {
  test('AdminDisableUser ends the sessions of the user, and of nobody else', async () => {
    const [session, other] = [await signIn('fired'), await signIn('other')];
    await age('fired', 60, 'authenticated_at');
    await cognito.adminDisableUser(userOf('fired'));
    await eventually(session.readCode, 'INVALID_TOKEN');
    await expect(session.refreshCode()).resolves.toBe('INVALID_REFRESH_TOKEN');
    await expect(rowOf('fired')).resolves.toBeUndefined();
    await expect(other.readCode()).resolves.toBe(200);

    // A session that begins after the user is enabled again is not concerned.
    await cognito.adminEnableUser(userOf('fired'));
    await expect((await signIn('fired')).readCode()).resolves.toBe(200);
  });

  test('AdminDeleteUser ends a session that has just begun as well', async () => {
    const session = await signIn('deleted');
    await cognito.adminDeleteUser(userOf('deleted'));
    await eventually(session.readCode, 'INVALID_TOKEN');
    await expect(session.refreshCode()).resolves.toBe('INVALID_REFRESH_TOKEN');
  });

  test('AdminResetUserPassword ends the sessions of the user', async () => {
    const session = await signIn('forgetful');
    await age('forgetful', 60, 'authenticated_at');
    await cognito.adminResetUserPassword(userOf('forgetful'));
    await eventually(session.readCode, 'INVALID_TOKEN');
  });

  test('AdminRemoveUserFromGroup changes the groups that the same token has', async () => {
    const session = await signIn('demoted');
    await expect(session.readUser()).resolves.toMatchObject({ groups: ['staff'] });
    await cognito.adminRemoveUserFromGroup({ ...userOf('demoted'), GroupName: 'staff' });
    await eventually(async () => (await session.readUser()).groups, []);
    await expect(session.refreshCode()).resolves.toBe(200);
  });

  test('of a denied or failed call changes nothing', async () => {
    const session = await signIn('other');
    await expect(cognito.adminDisableUser(userOf('nobody'))).rejects.toThrow();
    await expect(session.readCode()).resolves.toBe(200);
    expect((await rowOf('other'))?.validation_number).toBeUndefined();
  });
});

describe('without an event', () => {
  test('the use of a session whose confirmation is an hour old confirms it', async () => {
    const session = await signIn('renamed');
    await cognito.adminUpdateUserAttributes({
      ...userOf('renamed'),
      UserAttributes: [
        { Name: 'email', Value: 'new@example.org' },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    await expect(session.readUser()).resolves.toMatchObject({ email: 'renamed@example.org' });
    await age('renamed', 3_600, 'validated_at');
    await eventually(async () => (await session.readUser()).email, 'new@example.org');
  });

  test('a dormant token must be refreshed, and the refresh asks Cognito', async () => {
    const session = await signIn('dormant');
    await age('dormant', 86_400, 'validated_at');
    await expect(session.readCode()).resolves.toBe('TOKEN_EXPIRED');
    await expect(session.refreshCode()).resolves.toBe(200);
    await expect(session.readCode()).resolves.toBe(200);
  });
});
