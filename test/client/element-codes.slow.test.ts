/** `<chordian-auth>`: sign-up, confirmation and reset with mailed codes, in a browser. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { mailedCode } from '../sandbox/support.ts';
import { description, focused, input, openElement, press, waitForAlert } from './element-page.ts';

const world = await startSandboxAndBrowser();
const { sandbox } = world;
const PASSWORD = 'seven wet bicycles';

const signedIn = (page: Page, username: string) =>
  page.getByText(`Signed in as ${username}.`).waitFor();

/** Asks for a code, and waits for the next step. */
async function orderCode(page: Page, link: string, username: string) {
  await press(page, link);
  await input(page, 'username').fill(username);
  await page.keyboard.press('Enter');
  await input(page, 'code').waitFor();
}

test('signs up by the keyboard: a code, every broken rule of the password, and signed in', async () => {
  const { page, problems } = await openElement(world);
  await orderCode(page, 'Create an account', 'new@element.example');
  expect(await focused(page)).toBe('code');
  expect(await page.getByText(/is on its way to n\*+@e\*+/).count()).toBe(1);

  await page.keyboard.type('123456');
  await page.keyboard.press('Tab');
  await page.keyboard.type(' new ');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'at least 8 characters');
  await waitForAlert(page, 'must not begin or end with a space');
  expect(await focused(page)).toBe('new_password');
  expect(await description(page)).toContain('at least 8 characters');

  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  expect(await focused(page)).toBe('code');
  expect(await description(page)).toContain('The code is not valid.');

  await page.keyboard.type(await mailedCode(sandbox, 'new@element.example'));
  await page.keyboard.press('Enter');
  await signedIn(page, 'new@element.example');
  expect(problems).toEqual([]);
});

test('confirms an account later: another page, with the code that was mailed first', async () => {
  const first = await openElement(world);
  await orderCode(first.page, 'Create an account', 'later@element.example');
  const { page } = await openElement(world);
  await press(page, 'Confirm your account');
  await input(page, 'username').fill('later@element.example');
  await press(page, 'I already have a code');
  expect(await input(page, 'username').inputValue()).toBe('later@element.example');
  await input(page, 'code').fill(await mailedCode(sandbox, 'later@element.example'));
  await input(page, 'new_password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await signedIn(page, 'later@element.example');
});

test('resets a password, and the old one does not work any more', async () => {
  const username = 'test@reset.example';
  const { page, problems } = await openElement(world);
  // The sandbox creates this user at the first sign-in.
  await input(page, 'username').fill(username);
  await input(page, 'password').fill(sandbox.user.password);
  await page.keyboard.press('Enter');
  await signedIn(page, username);
  await press(page, 'Sign out');

  await input(page, 'username').fill(username);
  await orderCode(page, 'Forgot your password?', username);
  await input(page, 'code').fill(await mailedCode(sandbox, username));
  await input(page, 'new_password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await signedIn(page, username);
  await press(page, 'Sign out');

  await input(page, 'username').fill(username);
  await input(page, 'password').fill(sandbox.user.password);
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The e-mail address or the password is wrong.');
  expect(problems).toEqual([]);
});

test('a name without an account gets the same answers', async () => {
  const { page } = await openElement(world);
  await orderCode(page, 'Forgot your password?', 'nobody@element.example');
  expect(await page.getByText(/is on its way to n\*+@e\*+/).count()).toBe(1);
  await input(page, 'code').fill('123456');
  await input(page, 'new_password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
});

test('if the password is set but the sign-in fails, the user is told to sign in', async () => {
  const username = 'unlucky@element.example';
  const { page } = await openElement(world);
  await orderCode(page, 'Create an account', username);
  await page.route(/auth\/login$/, (route) => route.abort());
  await input(page, 'code').fill(await mailedCode(sandbox, username));
  await input(page, 'new_password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Your password has been set. Please sign in.').waitFor();
  expect(await focused(page)).toBe('password');
  await page.unroute(/auth\/login$/);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await signedIn(page, username);
});

test('the ways back keep the name that was typed', async () => {
  const { page } = await openElement(world);
  await input(page, 'username').fill('kept@element.example');
  for (const name of ['Create an account', 'I already have a code', 'Send another code']) {
    await press(page, name);
    expect(await input(page, 'username').inputValue()).toBe('kept@element.example');
  }
  await press(page, 'Back to sign-in');
  expect(await input(page, 'username').inputValue()).toBe('kept@element.example');
  expect(await focused(page)).toBe('password');
});
