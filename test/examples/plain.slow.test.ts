/** The page of `examples/plain`, on one origin with the sandbox. */

import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inRepository } from '../../lib/paths.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { type App, startApp } from './app.ts';
import { openApp, signIn } from './page.ts';

const { sandbox, browser } = await startSandboxAndBrowser();
let app: App;
beforeAll(async () => {
  const env = { PORT: '0', SANDBOX_URL: sandbox.url };
  app = await startApp(['serve.js'], { cwd: inRepository('examples/plain'), env });
});
afterAll(() => app?.close());

test('signs in, lists the sessions, survives F5 and signs out', async () => {
  const { page, problems } = await openApp(browser, app.url);
  await signIn(page, sandbox.user);
  const device = page.getByRole('listitem').filter({ hasText: 'Chrome on Linux' });
  await device.waitFor();
  await page.reload();
  await device.waitFor();
  expect(await page.title()).toBe(sandbox.user.username);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('listitem').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('answers with a 502 while the sandbox cannot be reached', async () => {
  const env = { PORT: '0', SANDBOX_URL: 'http://localhost:9' };
  const apart = await startApp(['serve.js'], { cwd: inRepository('examples/plain'), env });
  const statuses = [];
  for (const path of ['api/auth/session', 'api/auth/session', 'app.js']) {
    statuses.push((await fetch(`${apart.url}/${path}`)).status);
  }
  await apart.close();
  expect(statuses).toEqual([502, 502, 200]);
});

/** Sends a path as it is, which `fetch` would resolve first. */
const statusOf = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(app.url, { path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

test.each([
  ['/package.json', 404],
  ['/node_modules/chordian-auth-client/package.json', 404],
  ['/node_modules/chordian-auth-client/dist/../../../serve.js', 404],
  ['/%2e%2e/%2e%2e/package.json', 404],
  ['/api/auth/../../sandbox/mailbox.json', 404],
  ['//', 400],
  ['//elsewhere.example/api/auth/session', 401],
  ['http://elsewhere.example/api/auth/session', 401],
])('serves nothing else, and passes requests to the sandbox only: %s', async (path, status) => {
  expect(await statusOf(path)).toBe(status);
});
