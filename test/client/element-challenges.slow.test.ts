/** `<chordian-auth>`: the further steps of a sign-in, in a browser. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { answerChallenge } from '../../client/src/element/steps/challenge.ts';
import { createTranslate } from '../../client/src/element/texts/texts.ts';
import { CHALLENGE_ANSWERS } from '../../contract/challenges.ts';
import { RIGHT_CODE } from '../../scenarios/faults.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import {
  description,
  focused,
  input,
  openElement,
  waitForAlert,
  waitForHeading,
} from './element-page.ts';

const world = await startSandboxAndBrowser();
const { password } = world.sandbox.user;
const WRONG = '000000';

/** Signs in with the password of a user who needs another step. */
async function begin(username: string) {
  const opened = await openElement(world);
  const { page } = opened;
  await input(page, 'username').fill(username);
  await input(page, 'password').fill(password);
  await page.keyboard.press('Enter');
  return opened;
}

const signedIn = (page: Page) => page.getByText('You are signed in').waitFor();

test('a code: a wrong one is bound to its field, and the next try goes on', async () => {
  const { page, problems } = await begin('mfa@code.example');
  await waitForHeading(page, 'Authenticator app');
  expect(await focused(page)).toBe('code');
  expect(await description(page)).toBe(
    'Enter the code that your authenticator app shows. Each code works once.',
  );
  await page.keyboard.type(WRONG);
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  expect(await focused(page)).toBe('code');
  expect(await description(page)).toContain('The code is not valid.');
  await page.keyboard.type(RIGHT_CODE);
  await page.keyboard.press('Enter');
  await signedIn(page);
  expect(problems).toEqual([]);
});

test('an invited user chooses a password, and hears why one is not acceptable', async () => {
  const { page, problems } = await begin('newpassword@code.example');
  await waitForHeading(page, 'Choose a new password');
  expect(await focused(page)).toBe('new_password');
  expect(await input(page, 'username').inputValue()).toBe('newpassword@code.example');
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'at least 8 characters');
  await page.keyboard.type('seven wet bicycles');
  await page.keyboard.press('Enter');
  await signedIn(page);
  expect(problems).toEqual([]);
});

test('a choice of factors leads to the code', async () => {
  const { page } = await begin('mfachoice@code.example');
  await waitForHeading(page, 'Choose how to confirm the sign-in');
  expect(await focused(page)).toBe('answer');
  await page.getByRole('combobox', { name: 'Method' }).selectOption({ label: 'Text message' });
  await page.getByRole('button', { name: 'Continue' }).click();
  await waitForHeading(page, 'Text message');
  await input(page, 'code').fill(RIGHT_CODE);
  await page.keyboard.press('Enter');
  await signedIn(page);
});

test('an authenticator app is set up by the secret and the URI, both as text', async () => {
  const { page } = await begin('mfasetup@code.example');
  await waitForHeading(page, 'Set up an authenticator app');
  const codes = await page.locator('chordian-auth code').allTextContents();
  const [secret, uri] = codes;
  expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
  expect(uri).toContain(`secret=${secret}`);
  const link = page.getByRole('link', { name: 'Open in an authenticator app' });
  expect(await link.getAttribute('href')).toBe(uri);
  await input(page, 'code').fill(RIGHT_CODE);
  await page.keyboard.press('Enter');
  await signedIn(page);
});

test('too many wrong codes lead back to the password, with the reason', async () => {
  const { page } = await begin('mfa@chain.example');
  await waitForHeading(page, 'Authenticator app');
  for (let count = 0; count < 5; count += 1) {
    await input(page, 'code').fill(`00000${count}`);
    await Promise.all([page.waitForResponse(/challenge$/), page.keyboard.press('Enter')]);
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
  }
  await waitForHeading(page, 'Sign in');
  await waitForAlert(page, 'Please sign in again.');
});

test('an expired code leads back to the password, too', async () => {
  const { page } = await begin('codeexpired@code.example');
  await waitForHeading(page, 'Text message');
  await input(page, 'code').fill(WRONG);
  await page.keyboard.press('Enter');
  await waitForHeading(page, 'Sign in');
  await waitForAlert(page, 'The code has expired.');
});

test('a user can give up a step and sign in as somebody else', async () => {
  const { page } = await begin('mfa@code.example');
  await waitForHeading(page, 'Authenticator app');
  await page.getByRole('button', { name: 'Back to sign-in' }).click();
  await input(page, 'username').fill('test@code.example');
  await input(page, 'password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('Signed in as test@code.example.').waitFor();
});

test('the steps ask for what the contract says', () => {
  const translate = createTranslate({});
  for (const [name, answer] of Object.entries(CHALLENGE_ANSWERS)) {
    const { fields = [], submit } = answerChallenge(
      { name, parameters: {} },
      { translate, username: '', answer: () => {}, links: [] },
    );
    // A passkey is asked for by the browser.
    expect(fields.map((field) => field.name)).toEqual(
      answer === 'credential' ? [] : expect.arrayContaining([answer]),
    );
    expect(submit).toBeTruthy();
    expect(translate.optional(`step.${name}`)).toBeTruthy();
    expect(translate.optional(`hint.${name}`)).toBeTruthy();
  }
});
