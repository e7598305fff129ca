/** The page at `/`, in a browser. */

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ATTEMPTS } from '../../contract/limits.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { TRY } from '../../scenarios/recipes.ts';
import { launchBrowser } from '../docs/browser.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([
    startSandbox({ port: 0, stateDir, quiet: true }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
});

beforeEach(async () => {
  complaints.length = 0;
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is logged by the browser itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  await page.goto(sandbox.url);
  await page.getByRole('button', { name: 'Try it: A wrong password' }).waitFor();
});

const status = (text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 20_000 });
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

test('signs in with what is filled in, reads the session, refreshes, signs out', async () => {
  await press('Sign in');
  await status('200 OK');
  await press('Who am I?');
  await page.locator('#answer', { hasText: '"groups"' }).waitFor();
  await press('Refresh');
  await page.locator('#answer', { hasText: '"expiresIn"' }).waitFor();
  await press('Sign out');
  await status('204 OK');
  await press('Who am I?');
  await status('NOT_AUTHENTICATED');
  expect(complaints).toEqual([]);
});

test('shows the CAPTCHA when it is asked for, solves it and signs in', async () => {
  await page.getByLabel('Username').fill('captcha@page.example');
  for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndIp; guess += 1) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${guess}`);
    await Promise.all([page.waitForResponse(/login/), press('Sign in')]);
    await status('INVALID_CREDENTIALS');
  }
  await page.getByLabel('Password', { exact: true }).fill(sandbox.user.password);
  await press('Sign in');
  await status('CAPTCHA_REQUIRED');
  await page.locator('#captcha [data-state=verified]').waitFor({ timeout: 20_000 });
  await press('Sign in');
  await status('200 OK');
  expect(await page.locator('#captcha').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

test('has a button for every recipe, which shows request and response with their headers', async () => {
  expect(await page.getByRole('button', { name: /^Try it: / }).count()).toBe(TRY.length);
  await page.getByRole('button', { name: 'Try it: A page on another origin' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('region', { name: 'Request' })
    .filter({ hasText: 'Origin: https://elsewhere.example' })
    .waitFor();
  const answer = await dialog.getByRole('region', { name: 'Response' }).textContent();
  expect(answer).toMatch(/^HTTP\/1\.1 403/);
  expect(answer).toMatch(/x-request-id: \S/);
  expect(answer).toMatch(/"ORIGIN_NOT_ALLOWED"/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.dataset.recipe')).toBe('other-origin');
  expect(complaints).toEqual([]);
});

test('fits a phone and the dark', async () => {
  // These run in the page, whose types this file has not.
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(
    true,
  );
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
    'rgb(19, 22, 25)',
  );
});
