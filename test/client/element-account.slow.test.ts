/** `<chordian-account>`, on the sandbox's account page, in a browser. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { buildEnvelope } from '../../contract/envelope.ts';
import { RIGHT_CODE } from '../../scenarios/faults.ts';
import { findViolations } from '../docs/axe.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { mailedCode } from '../sandbox/support.ts';
import {
  announcement,
  type Device,
  enterPassword,
  openAccountPage,
  waitUntilSignedIn,
} from './account-page.ts';
import { description, focused, waitForAlert } from './element-page.ts';

const world = await startSandboxAndBrowser();
const { sandbox } = world;
const PASSWORD = 'seven wet bicycles';

/** Signs in on the account page, in a browser context of its own. */
async function signIn(
  username: string,
  password: string = sandbox.user.password,
  takeSteps: (page: Page) => Promise<void> = async () => {},
): Promise<Device> {
  const device = await openAccountPage(world);
  await enterPassword(device.page, username, password);
  await takeSteps(device.page);
  await waitUntilSignedIn(device.page);
  return device;
}

/** Enters the code of the users with a second factor. */
async function enterCode(page: Page) {
  await page.getByLabel('Code').fill(RIGHT_CODE);
  await page.keyboard.press('Enter');
}

/** Answers the next deletion of the account as if the sign-in was long ago. */
async function refuseDeletion(page: Page) {
  const { error } = buildEnvelope('REAUTHENTICATION_REQUIRED', {}, { requestId: 'req_1' });
  await page.route(
    `${sandbox.url}/api/auth/account`,
    (route) =>
      route.request().method() === 'DELETE'
        ? route.fulfill({ status: error.status, json: { error } })
        : route.continue(),
    { times: 1 },
  );
}

/** Tries to delete the account, and confirms the password. The second factor must follow. */
async function confirmPassword({ page, section, press }: Device) {
  await refuseDeletion(page);
  await press('Delete your account');
  await press('Delete my account');
  await section('Confirm that it is you').waitFor();
  await page.keyboard.type(sandbox.user.password);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code').waitFor();
}

test('lists sessions and ends one; the other device is told', async () => {
  const other = await signIn('test@sessions.example');
  const { page, section, problems } = await signIn('test@sessions.example');
  const list = section('Where you are signed in');
  await list.getByText('This device').waitFor();
  expect(await list.getByRole('listitem').count()).toBe(2);
  await list.getByRole('button', { name: /^Sign out this device: Chrome on Linux, / }).click();
  await list.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
  // The focus is not lost with the button.
  expect(await focused(page)).toBe('Where you are signed in');

  await other.press('Change your password');
  await waitForAlert(other.page, 'Please fill in');
  await other.page.getByLabel('Current password').fill(sandbox.user.password);
  await other.page.getByLabel('New password').fill(PASSWORD);
  await other.page.keyboard.press('Enter');
  await other.page.getByText('Your session has expired. Please log in again.').waitFor();
  expect([...problems, ...other.problems]).toEqual([]);
});

test('signs out all other devices at once', async () => {
  for (let count = 0; count < 2; count += 1) await signIn('test@others.example');
  const { page, section, press } = await signIn('test@others.example');
  const list = section('Where you are signed in');
  await list.getByRole('listitem').nth(2).waitFor();
  await press('Sign out all other devices');
  await list.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
  expect(await page.getByText('This device').count()).toBe(1);
});

test('changes the password', async () => {
  const { page, press } = await signIn('test@password.example');
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill(PASSWORD);
  await press('Change your password');
  await waitForAlert(page, 'The current password is wrong.');
  expect(await focused(page)).toBe('password');
  expect(await description(page)).toBe('The current password is wrong.');
  await page.keyboard.type(sandbox.user.password);
  await press('Change your password');
  await announcement(page, 'Your password has been changed.');
  expect(await page.getByLabel('New password').inputValue()).toBe('');
  await signIn('test@password.example', PASSWORD);
});

test('changes the e-mail address by the code that is sent to the new one', async () => {
  const { page, section, press } = await signIn('test@email.example');
  await page.getByLabel('New e-mail address').fill('new@email.example');
  await press('Send the code');
  const confirmation = section('Confirm your new address');
  await confirmation.waitFor();
  expect(await focused(page)).toBe('code');
  await page.keyboard.type(await mailedCode(sandbox, 'new@email.example'));
  await page.keyboard.press('Enter');
  await announcement(page, 'Your e-mail address has been changed.');
  await page.getByText('Your address is new@email.example.').waitFor();
});

test('asks for the password if the sign-in was long ago, then goes on', async () => {
  const { page, section, press } = await signIn('old-sign-in@example.com');
  await press('Delete your account');
  await press('Delete my account');
  const confirmation = section('Confirm that it is you');
  await confirmation.waitFor();
  expect(await focused(page)).toBe('password');
  expect(await description(page)).toContain('You signed in some time ago.');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The current password is wrong.');
  expect(await findViolations(page)).toEqual([]);
  await press('Cancel');
  await section('Delete your account').waitFor();
});

test('asks for the second factor as well, and explains a wrong code', async () => {
  const device = await signIn('mfa@factor.example', undefined, enterCode);
  const { page, problems } = device;
  await confirmPassword(device);
  expect(await focused(page)).toBe('code');
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  expect(await focused(page)).toBe('code');
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.type(RIGHT_CODE);
  await page.keyboard.press('Enter');
  await page.getByLabel('Password', { exact: true }).waitFor();
  expect(problems).toEqual([]);
});

test('asks for the password again if the second factor took too long', async () => {
  const device = await signIn('mfa@late.example', undefined, enterCode);
  const { page, section } = device;
  await confirmPassword(device);
  await page.context().clearCookies({ name: 'challenge' });
  await page.keyboard.type(RIGHT_CODE);
  await page.keyboard.press('Enter');
  await section('Confirm that it is you').waitFor();
  await waitForAlert(page, 'This took too long');
});

test('deletes the account after a second press, and nobody is signed in any more', async () => {
  const { page, press, section, problems } = await signIn('test@deletion.example');
  await press('Delete your account');
  await section('Delete your account').getByText('This cannot be undone.').waitFor();
  expect(await focused(page)).toBe('Delete your account');
  await press('Cancel');
  await press('Delete your account');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  await press('Delete my account');
  await page.getByLabel('Password', { exact: true }).waitFor();
  // The answer has cleared the cookie: there is nothing to sign out of.
  expect(sent).toEqual([`DELETE ${sandbox.url}/api/auth/account`]);
  await page.reload();
  await page.getByLabel('Password', { exact: true }).waitFor();
  expect(problems).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing on the account page (%s)',
  async (colorScheme) => {
    const { page, section } = await signIn('test@axe.example');
    await page.emulateMedia({ colorScheme });
    await section('Where you are signed in').getByText('This device').waitFor();
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await findViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  },
);
