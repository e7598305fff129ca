/** The Next.js app of `examples/nextjs`, built and served, in a browser against the sandbox. */

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { cookieName } from '../../contract/cookies.ts';
import { inRepository } from '../../lib/paths.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { type App, environment, startApp } from './app.ts';
import { openApp, signIn } from './page.ts';

const APP = inRepository('examples/nextjs');
const NEXT = 'node_modules/next/dist/bin/next';
const { sandbox, browser } = await startSandboxAndBrowser();
const { username } = sandbox.user;
let app: App;

const start = (serviceUrl: string) => {
  const env = { NODE_ENV: 'production', AUTH_URL: serviceUrl, NEXT_TELEMETRY_DISABLED: '1' };
  return startApp([NEXT, 'start', '--port', '0'], { cwd: APP, env });
};

beforeAll(async () => {
  const env = environment({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  execFileSync(process.execPath, [NEXT, 'build'], { cwd: APP, env, stdio: 'pipe' });
  app = await start(sandbox.url);
}, 240_000);
afterAll(() => app?.close());

const WELCOME = `Welcome, ${username}`;
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true }).waitFor();
const refreshCookie = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === cookieName('refresh', 'http'));

async function openSignedIn() {
  const { page, problems } = await openApp(browser, app.url);
  await heading(page, 'Welcome');
  await signIn(page, sandbox.user);
  await heading(page, WELCOME);
  return { page, problems, context: page.context() };
}

/** What the server renders for the cookies of the browser, before any script runs. */
async function render(context: BrowserContext, url = app.url) {
  const response = await context.request.get(url);
  return { html: await response.text(), headers: response.headers() };
}

test('signs in, survives F5 and signs out, and the server renders for the user', async () => {
  const { page, problems, context } = await openSignedIn();
  expect(await refreshCookie(context)).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect((await render(context)).html).toContain(WELCOME);
  await page.reload();
  await page.getByText(`Signed in as ${username}.`).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'Welcome');
  expect((await render(context)).html).not.toContain(username);
  expect(problems).toEqual([]);
});

test('the server only reads the cookie, and no cache keeps its pages', async () => {
  const { page, problems, context } = await openSignedIn();
  const before = await refreshCookie(context);
  for (const { html, headers } of [await render(context), await render(context)]) {
    expect(html).toContain(WELCOME);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toMatch(/private.*no-store/);
  }
  expect(await refreshCookie(context)).toEqual(before);
  const stranger = await browser.newContext();
  expect((await render(stranger)).html).not.toContain(username);
  await page.reload();
  await heading(page, WELCOME);
  expect(problems).toEqual([]);
});

test('a link on another site leads to a page that finds its user in the browser', async () => {
  const { page, problems } = await openSignedIn();
  const other = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end(`<a href="${app.url}">Link</a>`);
  });
  await new Promise<void>((resolve) => other.listen(0, resolve));
  // Another site than localhost.
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  const [first] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest()),
    page.getByRole('link').click(),
  ]);
  expect(await first.text()).not.toContain(username);
  await heading(page, WELCOME);
  expect(problems).toEqual([]);
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});

test('the server renders without a user while the service cannot be reached', async () => {
  const { context } = await openSignedIn();
  const apart = await start('http://localhost:9');
  const { html } = await render(context, apart.url);
  await apart.close();
  expect(html).toContain('<h1>Welcome</h1>');
});
