/** `<chordian-account>`: passkeys are added, renamed and removed, in a browser. */

import { expect, test } from '@jest/globals';
import { PASSKEYS } from '../../contract/limits.ts';
import { findViolations } from '../docs/axe.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { announcement, enterPassword, openAccountPage, waitUntilSignedIn } from './account-page.ts';
import { focused, tabThrough, waitForAlert } from './element-page.ts';
import { addAuthenticator } from './virtual-authenticator.ts';

const world = await startSandboxAndBrowser({ passkeys: true });
const { password } = world.sandbox.user;

/** Signs in on a device that has an authenticator. */
async function open(username: string) {
  const device = await openAccountPage(world);
  const authenticator = await addAuthenticator(device.page);
  await enterPassword(device.page, username, password);
  await waitUntilSignedIn(device.page);
  return { ...device, authenticator };
}

test('a passkey is added, renamed and removed, by the keyboard', async () => {
  const { page, section, press, problems, authenticator } = await open('test@passkey.example');
  const list = section('Passkeys');
  await list.getByText('A passkey signs you in with your fingerprint').waitFor();
  await press('Add a passkey');
  await announcement(page, 'Your passkey has been added.');
  expect(await authenticator.count()).toBe(1);
  const item = list.getByRole('listitem');
  expect(await item.locator('strong').textContent()).toBe('Chrome on Linux');
  expect(await focused(page)).toBe('Passkeys');
  expect(await findViolations(page)).toEqual([]);
  expect(await tabThrough(page)).toEqual(
    expect.arrayContaining(['Rename: Chrome on Linux', 'Remove: Chrome on Linux', 'Add a passkey']),
  );

  await press('Rename: Chrome on Linux');
  expect(await focused(page)).toBe('name');
  expect(await findViolations(page)).toEqual([]);
  await page.getByLabel('Name', { exact: true }).fill('My laptop');
  await page.keyboard.press('Enter');
  await item.getByText('My laptop').waitFor();

  await press('Remove: My laptop');
  await section('Remove a passkey').getByText('“My laptop” will not sign you in').waitFor();
  await press('Cancel');
  await item.waitFor();
  await press('Remove: My laptop');
  await press('Remove');
  await announcement(page, 'Your passkey has been removed.');
  expect(await item.count()).toBe(0);
  expect(problems).toEqual([]);
});

test('a long name fits on a phone', async () => {
  const { page, section, press } = await open('test@long.example');
  await press('Add a passkey');
  await announcement(page, 'Your passkey has been added.');
  await press('Rename: Chrome on Linux');
  const name = 'W'.repeat(PASSKEYS.nameLength);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.keyboard.press('Enter');
  await section('Passkeys').getByText(name).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
});

test('a device that already has one shows the reason', async () => {
  const { page, press, authenticator } = await open('test@again.example');
  await press('Add a passkey');
  await announcement(page, 'Your passkey has been added.');
  await press('Add a passkey');
  await waitForAlert(page, 'This device already has a passkey for your account.');
  expect(await authenticator.count()).toBe(1);
});

test('a user who is not verified gets no passkey, and may try again', async () => {
  const { page, press, authenticator, problems } = await open('test@unverified.example');
  await authenticator.verifyUser(false);
  await press('Add a passkey');
  await waitForAlert(page, 'No passkey was used. Please try again.');
  expect(await authenticator.count()).toBe(0);
  await authenticator.verifyUser(true);
  await press('Add a passkey');
  await announcement(page, 'Your passkey has been added.');
  expect(problems).toEqual([]);
});

test('a browser without passkeys shows that it has none', async () => {
  const device = await openAccountPage(world);
  await device.page.addInitScript('delete globalThis.PublicKeyCredential');
  await device.page.reload();
  await enterPassword(device.page, 'test@old-browser.example', password);
  await device.section('Passkeys').getByText('This browser does not support passkeys.').waitFor();
  expect(await device.page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0);
});

test('a registration that took too long can begin again', async () => {
  const { page, press } = await open('test@late.example');
  await page.route(/passkeys\/registration$/, (route) =>
    route.request().method() === 'PUT'
      ? route.continue({
          postData: JSON.stringify({
            ...route.request().postDataJSON(),
            registration_token: 'made-up',
          }),
        })
      : route.fallback(),
  );
  await press('Add a passkey');
  await waitForAlert(page, 'This took too long. Please try again.');
});
