/** The life of an account, over HTTP, the deployed handlers and the sandbox's Cognito. */

import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath, type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { AccountResponse, TokenResponse } from '../../contract/schemas/index.ts';
import { TABLE_NAMES } from '../../sandbox/aws/tables.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { mailedCode, temporaryDirectory } from './support.ts';

const PASSWORD = 'ValidPass123!';
const NEW_PASSWORD = 'plum-orbit-canyon-42';
const users = ['mover', 'changer', 'leaver', 'owner', 'sitter', 'writer'].map((name) => ({
  username: `${name}@example.org`,
  password: PASSWORD,
  groups: ['staff'],
}));

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
let database: DynamoDBClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, users });
  // The sandbox has set the endpoint and the credentials of this process.
  database = new DynamoDBClient();
});
afterAll(async () => {
  database?.destroy();
  await sandbox.close();
});

const call = (name: RouteName, body?: object, headers: Record<string, string> = {}) =>
  fetch(sandbox.url + publicPath(name), {
    method: routeOf(name).method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });

async function codeOf(response: Response): Promise<string | number> {
  const text = await response.text();
  if (response.ok) return response.status;
  return (JSON.parse(text) as { error: { code: string } }).error.code;
}

/** Signs in, as a client with cookies of its own. */
async function signIn(name: string, password = PASSWORD) {
  const response = await call('login', { username: `${name}@example.org`, password });
  expect(response.status).toBe(200);
  const { token } = (await response.json()) as TokenResponse;
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const headers = { Authorization: `Bearer ${token}`, Cookie: cookies.join('; ') };
  const send = (route: RouteName, body?: object) => call(route, body, headers);
  return {
    send,
    code: async (route: RouteName, body?: object) => codeOf(await send(route, body)),
    account: async () => (await (await send('getAccount')).json()) as AccountResponse,
  };
}
const loginCode = async (username: string, password: string) =>
  codeOf(await call('login', { username, password }));

/** Makes every session look as if its user had signed in an hour ago. */
async function ageSignIns(): Promise<void> {
  const { Items = [] } = await database.send(new ScanCommand({ TableName: TABLE_NAMES.sessions }));
  for (const { sub, sid, authenticated_at: at } of Items) {
    if (!sub || !sid || !at) continue;
    await database.send(
      new UpdateItemCommand({
        TableName: TABLE_NAMES.sessions,
        Key: { sub, sid },
        UpdateExpression: 'SET authenticated_at = :old',
        ExpressionAttributeValues: { ':old': { N: String(Number(at.N) - 3_600) } },
      }),
    );
  }
}

describe('a signed-in user', () => {
  test('reads and changes the account', async () => {
    const { account, code } = await signIn('writer');
    expect(await account()).toMatchObject({
      email: 'writer@example.org',
      email_verified: true,
      status: 'confirmed',
      attributes: {},
      groups: ['staff'],
      sessions: { count: 1 },
    });
    expect(await code('updateAccount', { attributes: { given_name: 'Jane' } })).toBe(200);
    expect((await account()).attributes).toEqual({ given_name: 'Jane' });
    expect(await code('updateAccount', { attributes: { given_name: null } })).toBe(200);
    expect((await account()).attributes).toEqual({});
    expect(await code('updateAccount', { attributes: { email_verified: 'true' } })).toBe(
      'BAD_REQUEST',
    );
  });

  test('changes the password, and is signed out elsewhere', async () => {
    const [here, there] = [await signIn('changer'), await signIn('changer')];
    await ageSignIns();
    const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect(await here.code('changePassword', { ...change, new_password: 'password' })).toBe(
      'PASSWORD_REJECTED',
    );
    expect(await here.code('changePassword', { ...change, current_password: 'wrong' })).toBe(
      'WRONG_PASSWORD',
    );
    expect(await here.code('changePassword', change)).toBe(204);
    expect([await here.code('session'), await there.code('session')]).toEqual([
      200,
      'INVALID_TOKEN',
    ]);
    expect(await loginCode('changer@example.org', PASSWORD)).toBe('INVALID_CREDENTIALS');
    expect(await loginCode('changer@example.org', NEW_PASSWORD)).toBe(200);
    // CloudTrail's event about this change must not end the session that made it.
    expect(await here.code('refresh')).toBe(200);
  });

  test('confirms the identity where the last sign-in is old', async () => {
    const { code } = await signIn('owner');
    await ageSignIns();
    expect(await code('changeEmail', { email: 'thief@example.org' })).toBe(
      'REAUTHENTICATION_REQUIRED',
    );
    expect(await code('deleteAccount')).toBe('REAUTHENTICATION_REQUIRED');
    expect(await code('reauthenticate', { password: 'wrong' })).toBe('WRONG_PASSWORD');
    expect(await code('deleteAccount')).toBe('REAUTHENTICATION_REQUIRED');
    expect(await code('reauthenticate', { password: PASSWORD })).toBe(204);
    expect(await code('changeEmail', { email: 'owner@new.example' })).toBe(202);
  });

  test('changes the e-mail address by the mailed code', async () => {
    const { code, account } = await signIn('mover');
    const other = await signIn('mover');
    const email = 'mover@new.example';
    expect(await code('changeEmail', { email })).toBe(202);
    expect((await account()).email).toBe('mover@example.org');
    expect(await code('confirmEmail', { code: '123456' })).toBe('INVALID_CODE');
    const typed = await mailedCode(sandbox, email);
    expect(await other.code('confirmEmail', { code: typed })).toBe('INVALID_CODE');
    // People type what they read as they like.
    expect(await code('confirmEmail', { code: `${typed.slice(0, 6)}-${typed.slice(6)}` })).toBe(
      204,
    );
    expect(await account()).toMatchObject({ email, email_verified: true });
    expect(await other.code('session')).toBe(200);
    expect(await loginCode(email, PASSWORD)).toBe(200);
    expect(await loginCode('mover@example.org', PASSWORD)).toBe('INVALID_CREDENTIALS');
  });

  test('learns nothing about an address that belongs to another user', async () => {
    const { send, code } = await signIn('sitter');
    const response = await send('changeEmail', { email: 'writer@example.org' });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      delivery: { medium: 'email', destination: 'w***@e***' },
    });
    expect(await mailedCode(sandbox, 'writer@example.org')).toBe('');
    expect(await code('confirmEmail', { code: '123456ABCDEFGH' })).toBe('INVALID_CODE');
  });

  test('deletes the account, and every token is refused at once', async () => {
    const [here, there] = [await signIn('leaver'), await signIn('leaver')];
    expect(await here.code('deleteAccount')).toBe(204);
    for (const each of [here, there]) {
      expect(await each.code('session')).toBe('INVALID_TOKEN');
      expect(await each.code('refresh')).toBe('INVALID_REFRESH_TOKEN');
      expect(await each.code('deleteAccount')).toBe('INVALID_TOKEN');
    }
    expect(await loginCode('leaver@example.org', PASSWORD)).toBe('INVALID_CREDENTIALS');
  });
});
