/** `<chordian-account>`: an authenticator app is set up, used and removed, in a browser. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from '../docs/axe.ts';
import { appCode } from '../sandbox/browser.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { announcement, enterPassword, openAccountPage, waitUntilSignedIn } from './account-page.ts';
import { focused, waitForAlert } from './element-page.ts';

/** By how much the clock of Cognito is ahead, in milliseconds. */
let ahead = 0;
const clock = () => Date.now() + ahead;
const world = await startSandboxAndBrowser({ clock });
const { password } = world.sandbox.user;

/** Types the next code of an app. Each works once. */
async function typeCode(page: Page, secret: string) {
  ahead += 30_000;
  await page.getByLabel('Code').fill(appCode(secret, clock()));
  await page.keyboard.press('Enter');
}

async function open(username: string, secret?: string) {
  const device = await openAccountPage(world);
  await enterPassword(device.page, username, password);
  if (secret !== undefined) await typeCode(device.page, secret);
  await waitUntilSignedIn(device.page);
  return device;
}

/** Returns the secret that is shown. */
async function readSecret(page: Page): Promise<string> {
  const codes = page.locator('chordian-account code');
  await codes.first().waitFor();
  const [secret = '', uri = ''] = await codes.allTextContents();
  expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  expect(uri).toContain(`secret=${secret}`);
  const link = page.getByRole('link', { name: 'Open in an authenticator app' });
  expect(await link.getAttribute('href')).toBe(uri);
  return secret;
}

test('an app is set up after a wrong code, asked for at the next sign-in, and removed', async () => {
  const username = 'test@app.example';
  const { page, section, press, problems } = await open(username);
  await press('Set up an authenticator app');
  await section('Set up an authenticator app').waitFor();
  expect(await focused(page)).toBe('code');
  const secret = await readSecret(page);
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  await typeCode(page, secret);
  await announcement(page, 'Your authenticator app has been set up.');
  await section('Authenticator app').getByText('Each sign-in needs a code').waitFor();
  expect(await findViolations(page)).toEqual([]);

  const other = await open(username, secret);
  await other.press('Remove the authenticator app');
  await announcement(other.page, 'Your authenticator app has been removed.');
  expect(await focused(other.page)).toBe('Authenticator app');
  await open(username);
  expect([...problems, ...other.problems]).toEqual([]);
});

test('a user who signed in without the app confirms both factors to remove it', async () => {
  const username = 'test@both.example';
  const { page, section, press } = await open(username);
  await press('Set up an authenticator app');
  const secret = await readSecret(page);
  await typeCode(page, secret);
  await announcement(page, 'Your authenticator app has been set up.');

  await press('Remove the authenticator app');
  await section('Confirm that it is you').waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByText('Enter the code that your authenticator app shows.').waitFor();
  await typeCode(page, secret);
  await announcement(page, 'Your authenticator app has been removed.');
});

test('another app replaces the first one', async () => {
  const username = 'test@other-app.example';
  const { page, press } = await open(username);
  await press('Set up an authenticator app');
  const first = await readSecret(page);
  await typeCode(page, first);
  await announcement(page, 'Your authenticator app has been set up.');

  const other = await open(username, first);
  await other.press('Replace it with another app');
  const second = await readSecret(other.page);
  expect(second).not.toBe(first);
  await typeCode(other.page, second);
  await announcement(other.page, 'Your authenticator app has been set up.');
  await open(username, second);
});

test('is offered only with the attribute', async () => {
  const { page, section } = await open('test@offer.example');
  await section('Authenticator app').waitFor();
  await page.evaluate("document.querySelector('chordian-account').removeAttribute('totp')");
  await section('Authenticator app').waitFor({ state: 'detached' });
  await page.evaluate("document.querySelector('chordian-account').toggleAttribute('totp')");
  await section('Authenticator app').waitFor();
});
