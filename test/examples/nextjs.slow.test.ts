/** The Next.js app of `examples/nextjs`, built and served, in a browser against the sandbox. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';

const APP = fileURLToPath(new URL('../../examples/nextjs', import.meta.url));
const NEXT = join(APP, 'node_modules/next/dist/bin/next');
const { sandbox, browser } = await startSandboxAndBrowser();
let app: ChildProcess;
let url: string;

beforeAll(async () => {
  const { NODE_OPTIONS: _, NODE_ENV: __, ...environment } = process.env;
  const options = {
    cwd: APP,
    env: {
      ...environment,
      NODE_ENV: 'production',
      SANDBOX_URL: sandbox.url,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  } as const;
  execFileSync(process.execPath, [NEXT, 'build'], { ...options, stdio: 'pipe' });
  app = spawn(process.execPath, [NEXT, 'start', '--port', '0'], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  url = await findUrl(app);
}, 240_000);
afterAll(async () => {
  app.kill();
  await once(app, 'exit');
});

/** Returns the address that the app prints when it starts. */
async function findUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the app has no output');
  let printed = '';
  for await (const chunk of stdout) {
    printed += String(chunk);
    const address = /http:\/\/localhost:\d+/.exec(printed)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(`the app ended before it listened: ${printed}`);
}

test('signs in, refreshes and reads the session through the rewrite', async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByLabel('Username').fill(sandbox.user.username);
  await page.getByLabel('Password').fill('wrongpass');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('status').filter({ hasText: 'INVALID_CREDENTIALS' }).waitFor();
  await page.getByLabel('Password').fill(sandbox.user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const status = page.getByRole('status').filter({ hasText: 'Signed in as' });
  await status.waitFor();
  expect(await status.textContent()).toBe(`Signed in as ${sandbox.user.username}`);
});
