/** The drill of `docs/guide/recovery.md`: what a loss of data does to people who are signed in. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { TABLES } from '../../contract/tables.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { TABLE_NAMES } from '../../sandbox/aws/tables.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { stateIn } from '../../sandbox/state.ts';
import { browserFetch } from '../docs/browser-fetch.ts';
import { run } from '../operations/run.ts';
import { temporaryDirectory } from './support.ts';

type Table = keyof typeof TABLES;
type Item = Record<string, AttributeValue>;

/** A browser that can sign in and show what it holds. `server` may change its URL. */
function createBrowser(server: { url: string }) {
  const cookies = new Map<string, string>();
  let token = '';
  const send = (name: RouteName, init: RequestInit = {}) =>
    browserFetch(
      server.url,
      fetch,
      cookies,
    )(publicPath(name), {
      method: routeOf(name).method,
      ...init,
    });
  const codeOf = async (response: Response) => {
    const { error } = (await response.json()) as { error?: { code: string } };
    return error?.code ?? response.status;
  };
  return {
    async signIn(password: string = TEST_USER.password) {
      const { username } = TEST_USER;
      const response = await send('login', { body: JSON.stringify({ username, password }) });
      if (response.ok) token = ((await response.clone().json()) as { token: string }).token;
      return codeOf(response);
    },
    signOut: () => send('logout'),
    readSession: async () =>
      codeOf(await send('session', { headers: { Authorization: `Bearer ${token}` } })),
    refresh: async () => codeOf(await send('refresh')),
  };
}

describe('tables', () => {
  const stateDir = temporaryDirectory();
  let sandbox: Sandbox;
  let database: DynamoDBClient;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, stateDir, quiet: true });
    // The sandbox has set the endpoint and the credentials of this process.
    database = new DynamoDBClient();
  });
  afterAll(async () => {
    database.destroy();
    await sandbox.close();
  });

  async function readItems(table: Table): Promise<Item[]> {
    const command = new ScanCommand({ TableName: TABLE_NAMES[table], ConsistentRead: true });
    return (await database.send(command)).Items ?? [];
  }
  async function empty(table: Table): Promise<void> {
    const { partitionKey, ...keys } = TABLES[table];
    const names = [partitionKey, ...('sortKey' in keys ? [keys.sortKey] : [])];
    for (const item of await readItems(table)) {
      const Key = Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue]));
      await database.send(new DeleteItemCommand({ TableName: TABLE_NAMES[table], Key }));
    }
    expect(await readItems(table)).toEqual([]);
  }

  test('without the sessions, everybody signs in again, and can', async () => {
    const browser = createBrowser(sandbox);
    expect(await browser.signIn()).toBe(200);
    await empty('sessions');
    expect(await browser.readSession()).toBe('INVALID_TOKEN');
    expect(await browser.refresh()).toBe('INVALID_REFRESH_TOKEN');
    expect(await browser.signIn()).toBe(200);
    expect(await browser.readSession()).toBe(200);
  });

  test('without the attempts, sessions and logins go on', async () => {
    const browser = createBrowser(sandbox);
    expect(await browser.signIn()).toBe(200);
    await empty('attempts');
    expect(await browser.readSession()).toBe(200);
    expect(await browser.signIn('wrong')).toBe('INVALID_CREDENTIALS');
    expect(await browser.signIn()).toBe(200);
  });

  test('a backup revives a session that has ended, and an operator can end it', async () => {
    const browser = createBrowser(sandbox);
    await browser.signIn();
    const backup = await readItems('sessions');
    await browser.signOut();
    expect(await browser.readSession()).toBe('INVALID_TOKEN');
    for (const Item of backup) {
      await database.send(new PutItemCommand({ TableName: TABLE_NAMES.sessions, Item }));
    }
    expect(await browser.readSession()).toBe(200);
    const { status } = await run('users', [
      'end-sessions',
      ...['--state-dir', stateDir],
      ...['--username', TEST_USER.username],
    ]);
    expect(status).toBe(0);
    expect(await browser.readSession()).toBe('INVALID_TOKEN');
  });
});

describe('keys', () => {
  const START = fileURLToPath(new URL('../../sandbox/start.ts', import.meta.url));
  const stateDir = temporaryDirectory();
  let child: ChildProcess;

  /** Functions remember keys, so a loss needs a new process. */
  async function start(): Promise<string> {
    const { NODE_OPTIONS: _, ...env } = process.env;
    child = spawn(process.execPath, [START, '--no-docs', '--state-dir', stateDir], {
      env: { ...env, PORT: '0' },
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    while (!output.includes('Ctrl-C')) {
      if (child.exitCode !== null) throw new Error(output);
      await Promise.race([
        once(child.stdout as NodeJS.ReadableStream, 'data'),
        once(child, 'exit'),
      ]);
    }
    return /http:\/\/localhost:\d+/.exec(output)?.[0] ?? '';
  }
  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  afterAll(stop);

  test('without the keys, everybody signs in again, and can', async () => {
    const server = { url: await start() };
    const browser = createBrowser(server);
    expect(await browser.signIn()).toBe(200);
    await stop();
    rmSync(stateIn(stateDir).secrets);
    server.url = await start();
    expect(await browser.readSession()).toBe('INVALID_TOKEN');
    expect(await browser.refresh()).toBe('INVALID_REFRESH_TOKEN');
    expect(await browser.signIn()).toBe(200);
  });
});
