/** `<chordian-auth>` signs in, in a browser, by the keyboard alone. */

import { expect, test } from '@jest/globals';
import { ATTEMPTS } from '../../contract/limits.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import {
  description,
  focused,
  input,
  openElement,
  tabThrough,
  waitForAlert,
} from './element-page.ts';

const world = await startSandboxAndBrowser();
const { sandbox } = world;
const { username, password } = sandbox.user;

test('signs in and out by the keyboard, under a policy without inline code and styles', async () => {
  const { page, problems } = await openElement(world, {
    body: '<chordian-auth><p>Only for members</p></chordian-auth>',
  });
  const content = page.getByText('Only for members');
  await input(page, 'username').waitFor();
  expect(await content.isVisible()).toBe(false);

  await page.keyboard.press('Tab');
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The e-mail address or the password is wrong.');
  expect(await focused(page)).toBe('password');
  expect(await description(page)).toBe('The e-mail address or the password is wrong.');
  expect(await input(page, 'password').getAttribute('aria-invalid')).toBe('true');

  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByText(`Signed in as ${username}.`).waitFor();
  expect(await focused(page)).toBe('You are signed in');
  expect(await content.isVisible()).toBe(true);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await input(page, 'username').waitFor();
  expect(await focused(page)).toBe('username');
  expect(await content.isVisible()).toBe(false);
  expect(problems).toEqual([]);
});

test('the session outlives a reload', async () => {
  const { page } = await openElement(world);
  await input(page, 'username').fill(username);
  await input(page, 'password').fill(password);
  await page.keyboard.press('Enter');
  const signedIn = page.getByText(`Signed in as ${username}.`);
  await signedIn.waitFor();
  await page.reload();
  await signedIn.waitFor();
});

test('the focus visits the fields, the button and the other ways, in this order', async () => {
  const { page } = await openElement(world);
  await input(page, 'username').waitFor();
  expect(await tabThrough(page)).toEqual([
    'username',
    'password',
    'Show password',
    'Sign in',
    'Forgot your password?',
    'Create an account',
    'Confirm your account',
  ]);
});

test('offers sign-up only if the attribute says so', async () => {
  const { page } = await openElement(world, { body: '<chordian-auth></chordian-auth>' });
  await input(page, 'username').waitFor();
  const signUp = page.getByRole('button', { name: 'Create an account' });
  expect(await signUp.count()).toBe(0);
  await page.evaluate("document.querySelector('chordian-auth').toggleAttribute('sign-up')");
  await signUp.waitFor();
});

test('an empty field is named, described and gets the focus', async () => {
  const { page } = await openElement(world);
  await input(page, 'username').fill(username);
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'Please fill in “Password”.');
  expect(await focused(page)).toBe('password');
  expect(await description(page)).toBe('Please fill in “Password”.');
});

test('shows a password, and the field keeps its name for password managers', async () => {
  const { page } = await openElement(world);
  const field = input(page, 'password');
  await field.fill('secret');
  const button = page.getByRole('button', { name: 'Show password' });
  await button.click();
  expect(await field.getAttribute('type')).toBe('text');
  expect(await field.getAttribute('autocomplete')).toBe('current-password');
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await button.click();
  expect(await field.getAttribute('type')).toBe('password');
});

test('says that the session has expired', async () => {
  const { page, problems } = await openElement(world);
  await input(page, 'username').fill(username);
  await input(page, 'password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText(`Signed in as ${username}.`).waitFor();
  await endAllSessions();
  await page.evaluate("document.querySelector('chordian-auth').client.refresh()");
  await page.getByText('Your session has expired. Please log in again.').waitFor();
  expect(problems).toEqual([]);
});

/** Signs in elsewhere and ends every other session of the user. */
async function endAllSessions() {
  const send = (path: string, method: string, headers: Record<string, string>, body?: object) =>
    fetch(`${sandbox.url}/api/auth/${path}`, {
      method,
      headers: { Origin: sandbox.url, 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const login = await send('login', 'POST', {}, { username, password });
  const { token } = (await login.json()) as { token: string };
  const ended = await send('sessions', 'DELETE', { Authorization: `Bearer ${token}` });
  expect(ended.status).toBe(204);
}

test('shows that a CAPTCHA is being solved, and keeps what was typed', async () => {
  const { page, problems } = await openElement(world);
  const alert = page.getByRole('alert');
  await input(page, 'username').fill('test@element.example');
  for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
    await input(page, 'password').fill(`wrong ${guess}`);
    await Promise.all([page.waitForResponse(/login/), page.keyboard.press('Enter')]);
    await alert.filter({ hasText: 'password is wrong' }).waitFor();
  }
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/captcha\?/, async (route) => {
    await released;
    await route.continue();
  });
  await input(page, 'password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'not a robot' }).waitFor();
  expect(await input(page, 'password').inputValue()).toBe(password);
  const button = page.getByRole('button', { name: 'Sign in' });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  release();
  await page.getByText('Signed in as test@element.example.').waitFor();
  expect(problems).toEqual([]);
});

test('a CAPTCHA that another part of the page gives up is no error', async () => {
  const { page, problems } = await openElement(world);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await input(page, 'username').fill('new@element.example');
  await page.route(/captcha\?/, () => {}); // It never answers.
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'not a robot' }).waitFor();
  await page.evaluate("document.querySelector('chordian-auth').client.cancelSignIn()");
  await page.getByRole('status').filter({ hasText: 'not a robot' }).waitFor({ state: 'detached' });
  const button = page.getByRole('button', { name: 'Send the code' });
  expect(await button.getAttribute('aria-disabled')).toBe('false');
  expect(await page.getByRole('alert').textContent()).toBe('');
  expect(problems).toEqual([]);
});

test('takes texts and a client that were set before the element was defined', async () => {
  const { page } = await openElement(world, {
    body: '<chordian-auth username="somebody@example.com"></chordian-auth>',
    script: `
      import { createAuthClient } from '/sandbox/client/client.js';
      const element = document.querySelector('chordian-auth');
      element.client = globalThis.client = createAuthClient();
      element.texts = { language: 'de', signIn: 'Anmelden', required: '{label} fehlt.' };
      await import('/sandbox/client/element.js');
    `,
  });
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  expect(await input(page, 'username').inputValue()).toBe('somebody@example.com');
  expect(await page.locator('chordian-auth section').getAttribute('lang')).toBe('de');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await waitForAlert(page, 'Password fehlt.');
  expect(await page.evaluate("document.querySelector('chordian-auth').client === client")).toBe(
    true,
  );
  await page.evaluate("document.querySelector('chordian-auth').texts = { signIn: 'Log in' }");
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
});

test('elements on a page share a client, and a message says when the device is offline', async () => {
  const { page } = await openElement(world, {
    body: '<chordian-auth></chordian-auth><chordian-account></chordian-account>',
  });
  await input(page, 'username').waitFor();
  expect(
    await page.evaluate(
      "document.querySelector('chordian-auth').client === " +
        "document.querySelector('chordian-account').client",
    ),
  ).toBe(true);
  await page.context().setOffline(true);
  const offline = page.getByRole('status').filter({ hasText: 'You are offline.' });
  await offline.waitFor();
  await page.context().setOffline(false);
  await offline.waitFor({ state: 'detached' });
});
