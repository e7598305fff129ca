/** Requests that arrive while the sandbox starts. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from './support.ts';

const START = fileURLToPath(new URL('../../sandbox/start.ts', import.meta.url));
const directory = temporaryDirectory();
const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Repeats a request until one is accepted. Returns its response, or undefined if `isOver` is true
 * first. An accepted request has no time-out.
 */
async function requestUntilAccepted(
  url: string,
  isOver: () => boolean,
): Promise<Response | undefined> {
  while (!isOver()) {
    try {
      return await fetch(url);
    } catch (error) {
      const { code } = (error as Error).cause as NodeJS.ErrnoException;
      if (code !== 'ECONNREFUSED') return undefined;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return undefined;
}

test('the first request that npm start accepts gets the response of the API', async () => {
  const port = await findFreePort();
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(process.execPath, [START, '--no-docs', '--state-dir', directory], {
    env: { ...environment, PORT: String(port) },
    stdio: 'ignore',
  });
  started.push(child);
  const url = `http://127.0.0.1:${port}${publicPath('session')}`;
  const response = await requestUntilAccepted(url, () => child.exitCode !== null);
  expect(response?.status).toBe(401);
});

test('a request gets a 500 or its connection closes if the start fails', async () => {
  const port = await findFreePort();
  const stateDir = mkdtempSync(join(directory, 'damaged-'));
  mkdirSync(join(stateDir, 'dynamo'));
  writeFileSync(join(stateDir, 'dynamo', 'CURRENT'), 'junk');
  let hasFailed = false;
  const failure = startSandbox({ port, stateDir, quiet: true }).catch((error: Error) => {
    hasFailed = true;
    return error;
  });
  const url = `http://127.0.0.1:${port}${publicPath('session')}`;
  const response = await requestUntilAccepted(url, () => hasFailed);
  expect(await failure).toMatchObject({ message: expect.stringContaining(stateDir) });
  if (response !== undefined) {
    expect(await response.json()).toMatchObject({ error: { code: 'INTERNAL_ERROR' } });
  }
});
