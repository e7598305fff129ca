/** `<chordian-auth>`: a sign-in with a passkey, in a browser. */

import { expect, test } from '@jest/globals';
import { findViolations } from '../docs/axe.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { announcement, enterPassword, openAccountPage, waitUntilSignedIn } from './account-page.ts';
import {
  description,
  focused,
  openElement,
  tabThrough,
  waitForAlert,
  waitForHeading,
} from './element-page.ts';
import { addAuthenticator } from './virtual-authenticator.ts';

const world = await startSandboxAndBrowser({ passkeys: true });
const { password } = world.sandbox.user;
const LINK = 'Sign in with a passkey';

/** A device with a passkey of a user, who is signed out. */
async function withPasskey(username: string) {
  const device = await openAccountPage(world);
  const authenticator = await addAuthenticator(device.page);
  await enterPassword(device.page, username, password);
  await waitUntilSignedIn(device.page);
  await device.press('Add a passkey');
  await announcement(device.page, 'Your passkey has been added.');
  await device.press('Sign out');
  await waitForHeading(device.page, 'Sign in');
  return { ...device, authenticator };
}

test('is offered only with the attribute, in a browser with passkeys', async () => {
  const { page } = await openElement(world, { body: '<chordian-auth></chordian-auth>' });
  const link = page.getByRole('button', { name: LINK });
  await waitForHeading(page, 'Sign in');
  expect(await link.count()).toBe(0);
  const offer = "document.querySelector('chordian-auth').toggleAttribute('passkeys', true)";
  await page.evaluate(offer);
  await link.waitFor();
  await page.addInitScript('delete globalThis.PublicKeyCredential');
  await page.reload();
  await waitForHeading(page, 'Sign in');
  await page.evaluate(offer);
  expect(await link.count()).toBe(0);
});

test('needs a name, and then one press', async () => {
  const { page, press, problems } = await withPasskey('test@pressed.example');
  await press(LINK);
  await waitForAlert(page, 'Please fill in “E-mail address”.');
  expect(await focused(page)).toBe('username');
  expect(await description(page)).toBe('Please fill in “E-mail address”.');
  expect(await tabThrough(page)).toEqual(
    expect.arrayContaining(['username', 'password', 'Sign in', LINK]),
  );
  await page.getByLabel('E-mail address').fill('test@pressed.example');
  await page.getByRole('button', { name: LINK }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Signed in as test@pressed.example.').waitFor();
  expect(problems).toEqual([]);
});

test('a dialog that was closed can be opened again, and the sign-in given up', async () => {
  const { page, press, authenticator } = await withPasskey('test@closed.example');
  await authenticator.verifyUser(false);
  await page.getByLabel('E-mail address').fill('test@closed.example');
  await press(LINK);
  await waitForAlert(page, 'No passkey was used. Please try again.');
  await waitForHeading(page, 'Passkey');
  expect(await findViolations(page)).toEqual([]);
  expect(await tabThrough(page)).toEqual(expect.arrayContaining(['Continue', 'Back to sign-in']));
  await press('Back to sign-in');
  await waitForHeading(page, 'Sign in');
  expect(await focused(page)).toBe('password');

  await press(LINK);
  await waitForAlert(page, 'No passkey was used. Please try again.');
  await authenticator.verifyUser(true);
  await press('Continue');
  await page.getByText('Signed in as test@closed.example.').waitFor();
});

test.each(['test@other-user.example', 'nobody@other-user.example'])(
  'the passkey of another user is refused alike: %s',
  async (username) => {
    const { page, press } = await withPasskey(`test@${username.replace('@', '.')}`);
    await page.getByLabel('E-mail address').fill(username);
    await press(LINK);
    await waitForHeading(page, 'Sign in');
    await waitForAlert(page, 'This passkey is not accepted here.');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(username);
  },
);
