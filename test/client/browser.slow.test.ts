/** The built client in Chromium, over the sandbox. */

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { AuthClient } from '../../client/src/index.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { startSite } from './site.ts';

const { sandbox, browser } = await startSandboxAndBrowser();
const site = await startSite(sandbox.url);
afterAll(() => site.close());

let context: BrowserContext;
/** Errors of scripts. */
const problems: string[] = [];

beforeEach(async () => {
  context = await browser.newContext();
  // A verdict must not depend on the speed of the machine: only the test's own time-out counts.
  context.setDefaultTimeout(0);
  // Retries wait as little as the service allows.
  await context.addInitScript('Math.random = () => 0');
  context.on('weberror', (error) => problems.push(String(error.error())));
});
afterEach(async () => {
  site.heal();
  await context.close();
  expect(problems.splice(0)).toEqual([]);
});

/** The types of the DOM are not available here, so what runs in the page is text. */
const run = (page: Page, code: string) => page.evaluate(code) as Promise<unknown>;
const waitFor = (page: Page, status: string, more = '') =>
  page.locator(`body[data-status="${status}"]${more}`).waitFor({ state: 'attached' });

async function open(status: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url);
  await waitFor(page, status);
  return page;
}

const call = (page: Page, method: keyof AuthClient, input?: object) =>
  run(
    page,
    `auth.${method}(${input ? JSON.stringify(input) : ''}).then((result) => result, ` +
      '({ name, code, status }) => ({ name, code, status }))',
  );

const { username, password }: { username: string; password: string } = sandbox.user;
const login = (page: Page, name = username) => call(page, 'login', { username: name, password });

async function signIn(name = username): Promise<Page> {
  const page = await open('signed_out');
  await login(page, name);
  await waitFor(page, 'signed_in');
  return page;
}

const order = (page: Page) =>
  run(page, "auth.fetch('/orders', { method: 'POST', body: '1' }).then(({ status }) => status)");

test('signs in, survives F5, and signs out', async () => {
  const page = await signIn();
  expect(await call(page, 'session')).toMatchObject({ user: { email: username } });
  await page.reload();
  await waitFor(page, 'signed_in');
  expect(await order(page)).toBe(200);
  await call(page, 'logout');
  await waitFor(page, 'signed_out');
  await page.reload();
  await waitFor(page, 'signed_out');
});

test('survives F5 twice during a refresh', async () => {
  const page = await signIn();
  const answered = Promise.withResolvers<void>();
  const refresh = '/api/auth/refresh';
  const remove = site.fail({ path: refresh, until: answered.promise });
  const before = site.seen.filter((route) => route.endsWith(refresh)).length;
  for (let reload = 0; reload < 2; reload += 1) {
    await page.reload();
    await waitFor(page, 'loading');
  }
  while (site.seen.filter((route) => route.endsWith(refresh)).length < before + 2) {
    await run(page, 'new Promise(requestAnimationFrame)');
  }
  remove();
  answered.resolve();
  await waitFor(page, 'signed_in');
  await page.reload();
  await waitFor(page, 'signed_in');
});

test('refreshes a token that expires during a request, and repeats the request', async () => {
  const page = await signIn();
  site.fail({ path: '/orders', times: 1, token: sandbox.expiredToken });
  site.seen.length = 0;
  expect(await order(page)).toBe(200);
  expect(site.seen).toEqual(['POST /orders', 'POST /api/auth/refresh', 'POST /orders']);
});

test('five tabs refresh at once', async () => {
  const first = await signIn();
  const tabs = [first, ...(await Promise.all([1, 2, 3, 4].map(() => open('signed_in'))))];
  for (let round = 0; round < 2; round += 1) {
    const states = await Promise.all(tabs.map((page) => call(page, 'refresh')));
    expect(states).toEqual(tabs.map(() => expect.objectContaining({ status: 'signed_in' })));
  }
  await Promise.all(tabs.map((page) => page.reload()));
  await Promise.all(tabs.map((page) => waitFor(page, 'signed_in')));
});

describe('an outage', () => {
  test('keeps the session, and is over when it is over', async () => {
    const page = await signIn();
    const remove = site.fail({ path: '/api/auth/refresh', status: 502 });
    expect(await call(page, 'refresh')).toMatchObject({ code: 'UNEXPECTED_RESPONSE', status: 502 });
    expect(await order(page)).toBe(200);
    remove();
    expect(await call(page, 'refresh')).toMatchObject({ status: 'signed_in' });
  });

  test('at the load of a page ends by itself', async () => {
    const page = await signIn();
    const remove = site.fail({ path: '/api/auth/refresh', status: 502 });
    await page.reload();
    await waitFor(page, 'loading', '[data-error="UNEXPECTED_RESPONSE"]');
    remove();
    await waitFor(page, 'signed_in');
  });

  test('of the connection is repeated', async () => {
    const page = await signIn();
    site.fail({ path: '/api/auth/refresh', times: 2, reset: true });
    expect(await call(page, 'refresh')).toMatchObject({ status: 'signed_in' });
  });

  test('of the network is shown, and the session stays', async () => {
    const page = await signIn();
    await context.setOffline(true);
    await waitFor(page, 'signed_in', '[data-online="false"]');
    expect(await call(page, 'refresh')).toMatchObject({ code: 'NETWORK_ERROR' });
    await context.setOffline(false);
    await waitFor(page, 'signed_in', '[data-online="true"]');
    expect(await order(page)).toBe(200);
  });
});

describe('other tabs', () => {
  test('see a login and a logout', async () => {
    const [first, second] = [await open('signed_out'), await open('signed_out')];
    await login(first);
    await waitFor(second, 'signed_in');
    await call(second, 'logout');
    await waitFor(first, 'signed_out');
  });
});

describe('the back button', () => {
  test('shows no session after a logout on another page', async () => {
    const page = await signIn();
    await page.goto(`${site.url}other`);
    const other = await open('signed_in');
    await call(other, 'logout');
    await page.goBack();
    await waitFor(page, 'signed_out');
  });

  test('shows a session that stands', async () => {
    const page = await signIn();
    await page.goto(`${site.url}other`);
    await page.goBack();
    await waitFor(page, 'signed_in');
    expect(await order(page)).toBe(200);
  });

  /** This Chromium has no back/forward cache, so the page gets the events of one. */
  const emit = (page: Page, type: 'pagehide' | 'pageshow') =>
    run(page, `dispatchEvent(new PageTransitionEvent('${type}', { persisted: true })), undefined`);

  test('shows no session if the page comes out of the cache after a logout', async () => {
    const page = await signIn();
    const other = await open('signed_in');
    await emit(page, 'pagehide');
    await call(other, 'logout');
    await waitFor(page, 'signed_in');
    await emit(page, 'pageshow');
    await waitFor(page, 'signed_out');
  });

  test('shows a session that stands if the page comes out of the cache', async () => {
    const page = await signIn();
    await emit(page, 'pagehide');
    await emit(page, 'pageshow');
    expect(await order(page)).toBe(200);
    await call(await open('signed_in'), 'logout');
    await waitFor(page, 'signed_out');
  });
});

test('solves a CAPTCHA in a worker, under a strict policy', async () => {
  const page = await open('signed_out');
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const name = `captcha@${Date.now()}.example`;
  for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
    const wrong = { username: name, password: `wrong ${guess}` };
    expect(await call(page, 'login', wrong)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  }
  expect(await login(page, name)).toMatchObject({ status: 'signed_in' });
  expect(workers).toEqual([expect.stringMatching(/\/captcha\/worker\.js$/)]);
});
