/** Each step of `<chordian-auth>`, judged by axe and measured on a phone and a large screen. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from '../docs/axe.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import {
  input,
  openElement,
  press,
  STRICT_POLICY,
  tabThrough,
  waitForAlert,
} from './element-page.ts';

const world = await startSandboxAndBrowser();
const { password } = world.sandbox.user;

async function signIn(page: Page, username: string, text = password as string) {
  await input(page, 'username').fill(username);
  await input(page, 'password').fill(text);
  await page.keyboard.press('Enter');
}

interface StepCase {
  open(page: Page): Promise<unknown>;
  /** Waits until the step is there. */
  heading: string;
  /** What the Tab key visits, from the top. */
  order: string[];
  /** `autocomplete` of each field. */
  autocomplete: Readonly<Record<string, string>>;
}

const STEPS: Readonly<Record<string, StepCase>> = {
  'sign-in': {
    open: async () => {},
    heading: 'Sign in',
    order: [
      ...['username', 'password', 'Show password', 'Sign in', 'Forgot your password?'],
      ...['Create an account', 'Confirm your account'],
    ],
    autocomplete: { username: 'username', password: 'current-password' },
  },
  'a wrong password': {
    async open(page) {
      await signIn(page, 'test@steps.example', 'wrong');
      await waitForAlert(page, /\w/);
    },
    heading: 'Sign in',
    order: [
      ...['username', 'password', 'Show password', 'Sign in', 'Forgot your password?'],
      ...['Create an account', 'Confirm your account'],
    ],
    autocomplete: { username: 'username', password: 'current-password' },
  },
  'sign-up': {
    open: (page) => press(page, 'Create an account'),
    heading: 'Create an account',
    order: ['username', 'Send the code', 'I already have a code', 'Back to sign-in'],
    autocomplete: { username: 'username' },
  },
  'another code': {
    open: (page) => press(page, 'Confirm your account'),
    heading: 'Confirm your account',
    order: ['username', 'Send the code', 'I already have a code', 'Back to sign-in'],
    autocomplete: { username: 'username' },
  },
  reset: {
    open: (page) => press(page, 'Forgot your password?'),
    heading: 'Reset your password',
    order: ['username', 'Send the code', 'I already have a code', 'Back to sign-in'],
    autocomplete: { username: 'username' },
  },
  'code and password': {
    async open(page) {
      await press(page, 'Forgot your password?');
      await press(page, 'I already have a code');
    },
    heading: 'Reset your password',
    order: [
      ...['username', 'code', 'new_password', 'Show password', 'Set password'],
      ...['Send another code', 'Back to sign-in'],
    ],
    autocomplete: { username: 'username', code: 'one-time-code', new_password: 'new-password' },
  },
  'a code of an app': {
    open: (page) => signIn(page, 'mfa@steps.example'),
    heading: 'Authenticator app',
    order: ['code', 'Continue', 'Back to sign-in'],
    autocomplete: { code: 'one-time-code' },
  },
  'a new password': {
    open: (page) => signIn(page, 'newpassword@steps.example'),
    heading: 'Choose a new password',
    order: ['username', 'new_password', 'Show password', 'Continue', 'Back to sign-in'],
    autocomplete: { username: 'username', new_password: 'new-password' },
  },
  'a choice': {
    open: (page) => signIn(page, 'mfachoice@steps.example'),
    heading: 'Choose how to confirm the sign-in',
    order: ['answer', 'Continue', 'Back to sign-in'],
    autocomplete: {},
  },
  'a new app': {
    open: (page) => signIn(page, 'mfasetup@steps.example'),
    heading: 'Set up an authenticator app',
    order: ['Open in an authenticator app', 'code', 'Continue', 'Back to sign-in'],
    autocomplete: { code: 'one-time-code' },
  },
  'signed in': {
    open: (page) => signIn(page, 'test@steps.example'),
    heading: 'You are signed in',
    order: ['Sign out'],
    autocomplete: {},
  },
};

test.each(Object.entries(STEPS))('%s', async (_, { open, heading, order, autocomplete }) => {
  const { page, problems } = await openElement(world, {
    context: { viewport: { width: 375, height: 740 }, reducedMotion: 'reduce' },
  });
  await input(page, 'username').waitFor();
  await open(page);
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await findViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  }
  const fields = (await page.evaluate(
    "Object.fromEntries([...document.querySelector('chordian-auth').shadowRoot" +
      ".querySelectorAll('input')].map(({ name, autocomplete }) => [name, autocomplete]))",
  )) as Record<string, string>;
  expect(fields).toEqual(autocomplete);
  expect(await tabThrough(page)).toEqual(order);
  expect(problems).toEqual([]);
});

test('a policy of trusted types prevents the worker, and the CAPTCHA is solved in the page', async () => {
  const { page } = await openElement(world, {
    policy: `${STRICT_POLICY}; require-trusted-types-for 'script'; trusted-types 'none'`,
  });
  await input(page, 'username').waitFor();
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await press(page, 'Create an account');
  await input(page, 'username').fill('new@trusted.example');
  // A device that the service does not know needs a CAPTCHA for a mail.
  const [challenge] = await Promise.all([
    page.waitForResponse(/captcha\?/),
    page.keyboard.press('Enter'),
  ]);
  expect(challenge.status()).toBe(200);
  await page.getByText(/is on its way to n\*+@t\*+/).waitFor();
  expect(workers).toEqual([]);
});

test('nothing moves for those who want no motion', async () => {
  const animation = async (reducedMotion: 'reduce' | 'no-preference') => {
    const { page } = await openElement(world, { context: { reducedMotion } });
    await input(page, 'username').waitFor();
    await page.route(/auth\/login$/, () => {}); // It never answers.
    await signIn(page, 'test@steps.example');
    await page.getByRole('status').filter({ hasText: 'Please wait' }).waitFor();
    return page.evaluate(
      "getComputedStyle(document.querySelector('chordian-auth').shadowRoot" +
        ".querySelector('[part=status]'), '::before').animationName",
    );
  };
  expect(await animation('reduce')).toBe('none');
  expect(await animation('no-preference')).toBe('turn');
});
