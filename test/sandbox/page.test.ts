/** The page at `/`, in a browser. */

import { beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ERRORS } from '../../contract/errors/index.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { RECIPES } from '../../scenarios/recipes.ts';
import { findViolations } from '../docs/axe.ts';
import { openPage } from '../docs/browser.ts';
import { startSandboxAndBrowser } from './in-browser.ts';

const { sandbox, browser } = await startSandboxAndBrowser();
let page: Page;
let problems: string[];

beforeEach(async () => {
  ({ page, problems } = await openPage(browser, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  }));
  await page.goto(sandbox.url);
  await page.getByRole('button', { name: 'Try it: The password is wrong' }).waitFor();
});

const waitForStatus = (text: string) =>
  page.getByRole('status').filter({ hasText: text }).waitFor();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

test('signs in with the prefilled user, reads the session, refreshes and signs out', async () => {
  await press('Sign in');
  await page.getByText('Signed in as test@example.com.').waitFor();
  await press('Who am I?');
  await page.locator('#response', { hasText: '"groups"' }).waitFor();
  await press('Refresh');
  await page.locator('#response', { hasText: '"expiresIn"' }).waitFor();
  await page.locator('#logout').click();
  await page.getByLabel('Password', { exact: true }).waitFor();
  await waitForStatus('204 OK');
  await press('Who am I?');
  await waitForStatus('NOT_AUTHENTICATED');
  expect(problems).toEqual([]);
});

test('solves a CAPTCHA if one is required and signs in with one press', async () => {
  await page.getByLabel('E-mail address', { exact: true }).fill('captcha@page.example');
  for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${guess}`);
    await Promise.all([page.waitForResponse(/login/), press('Sign in')]);
    await page.getByRole('alert').filter({ hasText: 'password is wrong' }).waitFor();
  }
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/login')) statuses.push(response.status());
  });
  await page.getByLabel('Password', { exact: true }).fill(sandbox.user.password);
  await press('Sign in');
  await page.getByText('Signed in as captcha@page.example.').waitFor();
  expect(statuses).toEqual([ERRORS.CAPTCHA_REQUIRED.status, 200]);
  expect(problems).toEqual([]);
});

test('has a button per recipe, which shows its requests and responses', async () => {
  expect(await page.getByRole('button', { name: /^Try it: / }).count()).toBe(RECIPES.length);
  await page
    .getByRole('button', { name: 'Try it: The request comes from a page on another origin' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('region', { name: 'Request' })
    .filter({ hasText: 'Origin: https://elsewhere.example' })
    .waitFor();
  const response = await dialog.getByRole('region', { name: 'Response' }).textContent();
  expect(response).toMatch(/^HTTP\/1\.1 403/);
  expect(response).toMatch(/x-request-id: \S/);
  expect(response).toMatch(/"ORIGIN_NOT_ALLOWED"/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.dataset.recipe')).toBe('other-origin');
  expect(problems).toEqual([]);
});

test.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.getByLabel('Password', { exact: true }).waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test('fits the screen of a phone and supports dark mode', async () => {
  // Strings, because the types of the DOM are not available here.
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(
    true,
  );
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
    'rgb(19, 22, 25)',
  );
});

test('shows every Try it button on a phone without horizontal scrolling', async () => {
  await page.setViewportSize({ width: 375, height: 740 });
  const edges = (await page.evaluate(
    "[...document.querySelectorAll('#recipes button')].map((button) => {" +
      'const { left, right } = button.getBoundingClientRect(); return [left, right]; })',
  )) as [number, number][];
  expect(edges).toHaveLength(RECIPES.length);
  expect(edges.filter(([left, right]) => left < 0 || right > 375)).toEqual([]);
});
