/** Every command about users, on a running sandbox. */

import { createHmac } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Envelope } from '../../../contract/envelope.ts';
import { publicPath, type RouteName, routeOf } from '../../../contract/routes/index.ts';
import type { SessionResponse, TokenResponse } from '../../../contract/schemas/index.ts';
import { executeOneOf } from '../../../operations/frame/commands.ts';
import { USERS } from '../../../operations/users/commands.ts';
import { type Connection, connectSandbox } from '../../../sandbox/connect.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../../sandbox/support.ts';
import { capturedLogs } from '../../support/logs.ts';
import { failureWith } from '../run.ts';

const stateDir = temporaryDirectory();
const PASSWORD = 'ValidPass123!';
const GONE = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
const NAMES = [
  'left',
  'phoneless',
  'required',
  'guessed',
  'promoted',
  'forgetful',
  'watched',
  'gone',
];
const users = NAMES.map((name) => ({
  username: `${name}@example.org`,
  password: PASSWORD,
  groups: ['staff'],
}));
const logs = capturedLogs();
/** How far the clock of Cognito is ahead, in milliseconds. */
let ahead = 0;
let sandbox: Sandbox;
let connection: Connection;
let cognito: CognitoIdentityProvider;
let database: DynamoDBClient;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, users, clock: () => Date.now() + ahead });
  connection = await connectSandbox(stateDir);
  cognito = new CognitoIdentityProvider();
  database = new DynamoDBClient();
});
afterAll(async () => {
  logs.release();
  cognito.destroy();
  database.destroy();
  await sandbox.close();
});

const nameOf = (user: string) => `${user}@example.org`;
const call = (name: RouteName, init: RequestInit = {}) =>
  fetch(sandbox.url + publicPath(name), { method: routeOf(name).method, ...init });

function logIn(user: string, password = PASSWORD, cookie = '') {
  const body = JSON.stringify({ username: nameOf(user), password });
  return call('login', { body, headers: { Cookie: cookie } });
}

async function signIn(user: string) {
  const response = await logIn(user);
  expect(response.status).toBe(200);
  const { token } = (await response.json()) as TokenResponse;
  const cookies = response.headers.getSetCookie().map((each) => each.split(';')[0]);
  const read = (bearer: string) =>
    call('session', { headers: { Authorization: `Bearer ${bearer}` } });
  return {
    cookie: cookies.join('; '),
    status: async () => (await read(token)).status,
    refreshedUser: async () => {
      const refresh = () => call('refresh', { headers: { Cookie: cookies.join('; ') } });
      // An event that arrives while Cognito is asked makes this a 503, and the next one succeeds.
      let refreshed = await refresh();
      for (let round = 1; refreshed.status === 503 && round < 10; round += 1) {
        refreshed = await refresh();
      }
      expect(refreshed.status).toBe(200);
      const { token: next } = (await refreshed.json()) as TokenResponse;
      return ((await (await read(next)).json()) as SessionResponse).user;
    },
  };
}

/** Runs a command that must succeed. Returns what it prints, and its lines in the log. */
async function succeed(command: string, ...args: string[]) {
  logs.forget();
  const result = await executeOneOf(USERS, [command, ...args, '--state-dir', stateDir]);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  const lines = logs.lines().filter(({ event }) => event === 'operator_command');
  return { printed: JSON.parse(result.stdout), lines };
}

const failed = async (command: string, ...args: string[]) =>
  executeOneOf(USERS, [command, ...args, '--state-dir', stateDir]);

const mailsTo = async (address: string) =>
  (await (
    await fetch(`${sandbox.url}/sandbox/mailbox.json?to=${encodeURIComponent(address)}`)
  ).json()) as { code: string; triggerSource: string }[];

/** What every command prints about a user. */
const report = (user: string, changes: object = {}) => ({
  username: expect.stringMatching(/^[0-9a-f-]{36}$/),
  sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
  email: nameOf(user),
  email_verified: true,
  status: 'CONFIRMED',
  enabled: true,
  created_at: expect.stringMatching(/^\d{4}-.*Z$/),
  updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
  ...changes,
});

/** The two lines of a command that changes something. */
const audited = (command: string, sub: unknown, fields: object = {}) =>
  ['started', 'succeeded'].map((outcome) =>
    expect.objectContaining({
      level: 'INFO',
      message: 'audit',
      service: 'sandbox',
      event: 'operator_command',
      command,
      outcome,
      operator: 'sandbox',
      sub,
      ...fields,
    }),
  );

describe('what only reads', () => {
  test('show prints a user, and writes nothing to the log', async () => {
    await signIn('watched');
    const { printed, lines } = await succeed('show', '--username', nameOf('watched'));
    expect(printed).toEqual({
      command: 'show',
      user: report('watched'),
      groups: ['staff'],
      factors: [],
      sessions: 1,
    });
    expect(lines).toEqual([]);
    const bySub = await succeed('show', '--username', printed.user.sub);
    expect(bySub.printed).toEqual(printed);
  });

  test('groups prints the groups', async () => {
    const { printed } = await succeed('groups', '--username', nameOf('watched'));
    expect(printed).toEqual({ command: 'groups', user: report('watched'), groups: ['staff'] });
  });

  test('list finds users by a filter of Cognito, up to a limit', async () => {
    const all = await succeed('list', '--limit', '999');
    expect(all.printed.more).toBe(false);
    expect(all.printed.users.length).toBeGreaterThan(users.length);
    const filtered = await succeed('list', '--filter', 'email ^= "watched@"');
    expect(filtered.printed).toEqual({
      command: 'list',
      users: [report('watched')],
      more: false,
    });
    const two = await succeed('list', '--limit', '2');
    expect(two.printed).toEqual({
      command: 'list',
      users: all.printed.users.slice(0, 2),
      more: true,
    });
  });

  test('sessions prints the live sessions, also of a sub', async () => {
    const { printed } = await succeed('sessions', '--username', nameOf('watched'));
    expect(printed).toEqual({
      command: 'sessions',
      user: report('watched'),
      sessions: [
        {
          id: expect.stringMatching(/^[\w-]{22}$/),
          device: null,
          network: expect.stringMatching(/^[\w-]+$/),
          created_at: expect.stringMatching(/Z$/),
          authenticated_at: expect.stringMatching(/Z$/),
          last_used_at: expect.stringMatching(/Z$/),
          expires_at: expect.stringMatching(/Z$/),
        },
      ],
    });
    const bySub = await succeed('sessions', '--sub', printed.user.sub);
    expect(bySub.printed).toEqual({ ...printed, user: null });
  });
});

test('disable ends the sessions and keeps the user out, until enable', async () => {
  const before = await signIn('left');
  const { printed, lines } = await succeed('disable', '--username', nameOf('left'));
  expect(printed).toMatchObject({
    command: 'disable',
    user: report('left', { enabled: false }),
    // An event of Cognito may have ended it before.
    sessions_ended: expect.any(Number),
  });
  expect(lines).toEqual(audited('disable', printed.user.sub));
  expect(await before.status()).toBe(401);
  await expect(initiateAuth('left', PASSWORD)).rejects.toThrow('User is disabled.');

  const again = await succeed('disable', '--username', nameOf('left'));
  expect(again.printed).toMatchObject({ user: { enabled: false }, sessions_ended: 0 });

  const enabled = await succeed('enable', '--username', nameOf('left'));
  expect(enabled.printed).toEqual({ command: 'enable', user: report('left') });
  await signIn('left');
});

describe('groups', () => {
  test('a new group reaches the session at its next refresh', async () => {
    const session = await signIn('promoted');
    const args = ['--username', nameOf('promoted'), '--group', 'members'];
    const { printed, lines } = await succeed('add-to-group', ...args);
    expect(printed).toEqual({
      command: 'add-to-group',
      user: report('promoted'),
      groups: ['staff', 'members'],
      sessions_marked: 1,
    });
    expect(lines).toEqual(audited('add-to-group', printed.user.sub, { group: 'members' }));
    expect((await session.refreshedUser()).groups).toEqual(['staff', 'members']);
  });

  test('a lost group ends the session at once', async () => {
    const session = await signIn('promoted');
    const args = ['--username', nameOf('promoted'), '--group', 'members'];
    const { printed } = await succeed('remove-from-group', ...args);
    expect(printed).toMatchObject({ command: 'remove-from-group', groups: ['staff'] });
    expect(await session.status()).toBe(401);
  });

  test('a group that does not exist is refused, and the log says so', async () => {
    logs.forget();
    const args = ['--username', nameOf('promoted'), '--group', 'nobody'];
    const { status, stdout, stderr } = await failed('add-to-group', ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^ResourceNotFoundException: .*\n$/);
    const outcomes = logs.lines().flatMap(({ command, outcome }) => (command ? [outcome] : []));
    expect(outcomes).toEqual(['started', 'failed']);
  });
});

describe('invite', () => {
  test('mails a temporary password and prints none', async () => {
    const { printed, lines } = await succeed('invite', '--username', nameOf('new'));
    expect(printed).toEqual({
      command: 'invite',
      user: report('new', { status: 'FORCE_CHANGE_PASSWORD' }),
    });
    expect(lines).toEqual([
      expect.not.objectContaining({ sub: expect.anything() }),
      audited('invite', printed.user.sub)[1],
    ]);
    const [mail] = await mailsTo(nameOf('new'));
    expect(mail).toMatchObject({ triggerSource: 'CustomMessage_AdminCreateUser' });
    expect(JSON.stringify(printed)).not.toContain(mail?.code);
  });

  test('refuses a user who exists', async () => {
    expect(await failed('invite', '--username', nameOf('new'))).toEqual(
      failureWith(
        `${nameOf('new')} is in the user pool ${connection.poolId} already. To invite again, add --again.`,
      ),
    );
  });

  test('again mails another one, and forgets failed sign-ins', async () => {
    expect((await logIn('new', 'Wrong-Guess-1')).status).toBe(401);
    const { printed } = await succeed('invite', '--again', '--username', nameOf('new'));
    expect(printed).toMatchObject({
      command: 'invite',
      user: { status: 'FORCE_CHANGE_PASSWORD' },
      forgotten: { in_a_row: 1, since_sign_in: 1 },
    });
    const mails = await mailsTo(nameOf('new'));
    expect(new Set(mails.map(({ code }) => code)).size).toBe(2);
  });

  test('again refuses a user who has set a password', async () => {
    expect(await failed('invite', '--again', '--username', nameOf('left'))).toEqual(
      failureWith(`${nameOf('left')} has set a password (CONFIRMED). Use reset-password instead.`),
    );
  });
});

describe('create', () => {
  test('prints a generated temporary password if asked, and mails nothing', async () => {
    const args = ['--username', nameOf('made'), '--show-password'];
    const { printed, lines } = await succeed('create', ...args);
    expect(printed).toEqual({
      command: 'create',
      user: report('made', { status: 'FORCE_CHANGE_PASSWORD' }),
      temporary_password: expect.stringMatching(/^[\w-]{24}-Aa1$/),
    });
    expect(JSON.stringify(lines)).not.toContain(printed.temporary_password);
    expect(await mailsTo(nameOf('made'))).toEqual([]);
    const { ChallengeName } = await initiateAuth('made', printed.temporary_password);
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });
});

describe('reset-password', () => {
  test('refuses a user who has not set a password', async () => {
    expect(await failed('reset-password', '--username', nameOf('made'))).toEqual(
      failureWith(`${nameOf('made')} has not set a password yet. Use invite --again instead.`),
    );
  });

  test('mails a code, ends the sessions and the password', async () => {
    const session = await signIn('forgetful');
    const { printed, lines } = await succeed('reset-password', '--username', nameOf('forgetful'));
    expect(printed).toMatchObject({
      command: 'reset-password',
      user: report('forgetful', { status: 'RESET_REQUIRED' }),
    });
    expect(lines).toEqual(audited('reset-password', printed.user.sub));
    expect(await session.status()).toBe(401);
    expect((await logIn('forgetful')).status).toBe(401);
    const [mail] = await mailsTo(nameOf('forgetful'));
    expect(mail).toMatchObject({ triggerSource: 'CustomMessage_ForgotPassword' });
  });

  test('sets and prints a temporary password if asked', async () => {
    const args = ['--username', nameOf('forgetful'), '--show-password'];
    const { printed } = await succeed('reset-password', ...args);
    expect(printed).toMatchObject({
      user: report('forgetful', { status: 'FORCE_CHANGE_PASSWORD' }),
      temporary_password: expect.stringMatching(/-Aa1$/),
    });
    const { ChallengeName } = await initiateAuth('forgetful', printed.temporary_password);
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });
});

test('reset-factors removes the authenticator app of a lost phone', async () => {
  const session = await signIn('phoneless');
  await enrolTotp('phoneless');
  expect((await succeed('show', '--username', nameOf('phoneless'))).printed.factors).toEqual([
    'SOFTWARE_TOKEN_MFA',
  ]);
  const { printed } = await succeed('reset-factors', '--username', nameOf('phoneless'));
  expect(printed).toMatchObject({
    command: 'reset-factors',
    user: report('phoneless'),
    factors_removed: ['SOFTWARE_TOKEN_MFA'],
  });
  expect(await session.status()).toBe(401);
  await signIn('phoneless'); // The password alone is enough again.

  const again = await succeed('reset-factors', '--username', nameOf('phoneless'));
  expect(again.printed).toMatchObject({ factors_removed: [] });
});

test('reset-factors does so in a user pool that requires a factor, too', async () => {
  await enrolTotp('required');
  const setPool = (MfaConfiguration: 'ON' | 'OPTIONAL') =>
    cognito.setUserPoolMfaConfig({
      UserPoolId: connection.poolId,
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  await setPool('ON');
  try {
    const { printed } = await succeed('reset-factors', '--username', nameOf('required'));
    expect(printed).toMatchObject({ factors_removed: ['SOFTWARE_TOKEN_MFA'] });
    const { printed: shown } = await succeed('show', '--username', nameOf('required'));
    expect(shown.factors).toEqual([]);
    const response = await logIn('required');
    const { error } = (await response.json()) as Envelope;
    expect(error.details.challenge).toMatchObject({ name: 'MFA_SETUP' });
  } finally {
    await setPool('OPTIONAL');
  }
});

describe('end-sessions', () => {
  test('ends one session, or all', async () => {
    const tokens = [await signIn('watched'), await signIn('watched')];
    const { printed } = await succeed('sessions', '--username', nameOf('watched'));
    const [{ id }] = printed.sessions;
    const one = await succeed(
      'end-sessions',
      ...['--username', nameOf('watched'), `--session=${id}`],
    );
    expect(one.printed).toMatchObject({ command: 'end-sessions', sessions_ended: 1 });
    expect(one.lines).toEqual(audited('end-sessions', printed.user.sub, { sid: id }));
    const all = await succeed('end-sessions', '--username', nameOf('watched'));
    expect(all.printed.sessions_ended).toBe(printed.sessions.length - 1);
    for (const token of tokens) expect(await token.status()).toBe(401);
  });

  test('takes the sub of a user who is not in the pool', async () => {
    const { printed, lines } = await succeed('end-sessions', '--sub', GONE);
    expect(printed).toEqual({ command: 'end-sessions', user: null, sessions_ended: 0 });
    expect(lines).toEqual(audited('end-sessions', GONE));
  });
});

test('delete leaves nothing to the next user of the address', async () => {
  const { cookie, status } = await signIn('gone');
  expect((await logIn('gone', 'Wrong-Guess-1')).status).toBe(401);
  const { printed, lines } = await succeed('delete', '--username', nameOf('gone'));
  expect(printed).toMatchObject({
    command: 'delete',
    user: report('gone'),
    sessions_ended: expect.any(Number),
  });
  expect(lines).toEqual(audited('delete', printed.user.sub));
  expect(await status()).toBe(401);
  expect(await failed('show', '--username', nameOf('gone'))).toEqual(
    failureWith(
      `${nameOf('gone')} is not in the user pool ${connection.poolId}. Check --username.`,
    ),
  );

  await succeed('create', '--username', nameOf('gone'), '--show-password');
  const { printed: unlocked } = await succeed('unlock', '--username', nameOf('gone'));
  expect(unlocked.forgotten).toEqual({ in_a_row: 0, since_sign_in: 0 });
  expect(unlocked.user.sub).not.toBe(printed.user.sub);
  const account = /\.([\w-]{43})\.[\w-]{22}\.[\w-]{43}/.exec(cookie)?.[1];
  const { Items = [] } = await database.send(
    new ScanCommand({ TableName: connection.tables.attempts, ConsistentRead: true }),
  );
  const row = Items.find(({ id }) => id?.S === `name.${account}`);
  const { devices, devicesSince } = JSON.parse(row?.state?.S ?? '{}');
  expect(devices).toEqual({});
  expect(devicesSince).toBeGreaterThan(Date.now() / 1_000 - 600);
});

test('an unknown user is one clear line', async () => {
  for (const command of ['show', 'disable', 'enable', 'unlock', 'delete', 'reset-factors']) {
    expect(await failed(command, '--username', 'nobody@example.org')).toEqual(
      failureWith(
        `nobody@example.org is not in the user pool ${connection.poolId}. Check --username.`,
      ),
    );
  }
});

test('unlock lets a device sign in that has guessed too often', async () => {
  const { cookie } = await signIn('guessed');
  for (let guess = 1; guess <= 5; guess += 1) {
    expect((await logIn('guessed', `Wrong-Guess-${guess}`, cookie)).status).toBe(401);
  }
  expect((await logIn('guessed', PASSWORD, cookie)).status).toBe(429);
  // Cognito's own lock ends with time only. Its events would now end sessions of other tests.
  ahead += 3_600_000;

  const { printed } = await succeed('unlock', '--username', nameOf('guessed'));
  expect(printed).toEqual({
    command: 'unlock',
    user: report('guessed'),
    forgotten: { in_a_row: 5, since_sign_in: 5 },
  });
  expect((await logIn('guessed', PASSWORD, cookie)).status).toBe(200);
  const again = await succeed('unlock', '--username', nameOf('guessed'));
  expect(again.printed.forgotten).toEqual({ in_a_row: 0, since_sign_in: 0 });
});

const secretHash = async (username: string) => {
  const secrets = new SecretsManagerClient();
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: connection.clientSecret }),
  );
  secrets.destroy();
  return createHmac('sha256', SecretString)
    .update(username + connection.clientId)
    .digest('base64');
};

async function initiateAuth(user: string, PASSWORD: string) {
  const USERNAME = nameOf(user);
  return cognito.initiateAuth({
    ClientId: connection.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD, SECRET_HASH: await secretHash(USERNAME) },
  });
}

async function enrolTotp(user: string): Promise<void> {
  const { AuthenticationResult } = await initiateAuth(user, PASSWORD);
  const AccessToken = AuthenticationResult?.AccessToken ?? '';
  const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken });
  const totp = new TOTP({ secret: SecretCode ?? '' });
  const UserCode = totp.generate({ timestamp: Date.now() + ahead });
  await cognito.verifySoftwareToken({ AccessToken, UserCode });
  await cognito.setUserMFAPreference({
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
}
