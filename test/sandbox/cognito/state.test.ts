/** What outlives a restart and a kill. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCognito } from '../../../sandbox/cognito/cognito.ts';
import type { ManagementEvent } from '../../../sandbox/cognito/events.ts';
import type { CognitoOptions } from '../../../sandbox/cognito/options.ts';
import { JANE, PASSWORD } from './kit.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

let directory: string;
const file = () => join(directory, 'cognito.jsonl');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cognito-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (options: CognitoOptions = {}) =>
  createCognito({ directory, clock: () => START, schedule: () => {}, ...options });

/** A pool, its client and a user. */
async function seed(cognito: ReturnType<typeof open>) {
  const { UserPool } = await cognito.handle('CreateUserPool', { PoolName: 'state' });
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.handle('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'state',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const of = { UserPoolId, Username: 'jane' };
  await cognito.handle('AdminCreateUser', {
    ...of,
    UserAttributes: [{ Name: 'email', Value: JANE }],
    DesiredDeliveryMediums: ['EMAIL'],
  });
  await cognito.handle('AdminSetUserPassword', { ...of, Password: PASSWORD, Permanent: true });
  return { of, ClientId: UserPoolClient?.ClientId ?? '' };
}

const signIn = (cognito: ReturnType<typeof open>, ClientId: string, password = PASSWORD) =>
  cognito.handle('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId,
    AuthParameters: { USERNAME: 'jane', PASSWORD: password },
  });

describe('a restart', () => {
  test('keeps pools, users, tokens, failures and mails', async () => {
    const first = open();
    const { of, ClientId } = await seed(first);
    const { AuthenticationResult } = await signIn(first, ClientId);
    for (let count = 0; count < 5; count += 1) {
      await expect(signIn(first, ClientId, 'wrong')).rejects.toThrow('Incorrect');
    }
    first.close();
    const second = open();
    await expect(second.handle('AdminGetUser', of)).resolves.toMatchObject({ Username: 'jane' });
    expect(second.mails()).toMatchObject([{ to: JANE }]);
    await expect(signIn(second, ClientId)).rejects.toThrow('Password attempts exceeded');
    const AccessToken = AuthenticationResult?.AccessToken ?? '';
    await expect(second.handle('GetUser', { AccessToken })).resolves.toBeDefined();
    await expect(
      second.handle('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId,
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '' },
      }),
    ).resolves.toHaveProperty('AuthenticationResult');
    second.close();
  });

  test('delivers the events that the first process did not', async () => {
    const first = open({ eventDelayMs: 1_000 });
    await seed(first);
    first.close();
    const events: ManagementEvent[] = [];
    const delays: number[] = [];
    const second = open({
      onEvent: (event) => events.push(event),
      schedule: (work, delayMs) => {
        delays.push(delayMs);
        work();
      },
    });
    expect(events.map(({ detail }) => detail.eventName)).toEqual([
      'CreateUserPool',
      'CreateUserPoolClient',
      'AdminCreateUser',
      'AdminSetUserPassword',
    ]);
    expect(new Set(delays)).toEqual(new Set([1_000]));
    second.close();
  });

  test('forgets what has expired', async () => {
    const first = open();
    const { ClientId } = await seed(first);
    await signIn(first, ClientId);
    first.close();
    expect(readFileSync(file(), 'utf8')).toContain('refreshTokens');
    open({ clock: () => START + 40 * DAY_MS }).close();
    open().close();
    expect(readFileSync(file(), 'utf8')).not.toContain('refreshTokens');
  });

  test('compacts the file', async () => {
    const first = open();
    const { ClientId } = await seed(first);
    for (let count = 0; count < 20; count += 1) {
      await expect(signIn(first, ClientId, 'wrong')).rejects.toThrow();
    }
    first.close();
    const before = statSync(file()).size;
    open({ clock: () => START + DAY_MS }).close();
    expect(statSync(file()).size).toBeLessThan(before);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
});

describe('a damaged file', () => {
  test('loses a line that was cut off, and nothing else', async () => {
    const first = open();
    const { of } = await seed(first);
    first.close();
    appendFileSync(file(), '[["users","x",{"poolId":"cut o');
    const second = open();
    await expect(second.handle('AdminGetUser', of)).resolves.toBeDefined();
    await second.handle('AdminDisableUser', of);
    second.close();
    const third = open();
    await expect(third.handle('AdminGetUser', of)).resolves.toMatchObject({ Enabled: false });
    third.close();
  });

  test('is named, with the line and the way out', () => {
    writeFileSync(file(), '[]\nnonsense\n[]\n');
    expect(() => open()).toThrow(
      `${file()} is damaged in line 2; delete it to begin with new state`,
    );
  });
});

test('a state that cannot be written refuses the request, and is written later', async () => {
  const first = open();
  rmSync(file());
  mkdirSync(file());
  await expect(first.handle('CreateUserPool', { PoolName: 'late' })).rejects.toMatchObject({
    name: 'InternalErrorException',
    status: 500,
  });
  rmdirSync(file());
  const { UserPool } = await first.handle('CreateUserPool', { PoolName: 'next' });
  first.close();
  expect(readFileSync(file(), 'utf8')).toContain('late');
  const second = open();
  await expect(
    second.handle('DescribeUserPool', { UserPoolId: UserPool?.Id ?? '' }),
  ).resolves.toBeDefined();
  second.close();
});

test('a kill -9 loses nothing that was answered', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('writer.ts', import.meta.url)), directory],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const answered: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    answered.push(line);
    if (answered.length === 200) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  const [UserPoolId = '', ...names] = answered;
  const again = open();
  for (const Username of names) {
    await expect(again.handle('AdminGetUser', { UserPoolId, Username })).resolves.toBeDefined();
  }
  again.close();
});

test('a start takes milliseconds, and memory needs no directory', async () => {
  const before = performance.now();
  const cognito = createCognito();
  await cognito.handle('CreateUserPool', { PoolName: 'fast' });
  expect(performance.now() - before).toBeLessThan(250);
  cognito.close();
});
