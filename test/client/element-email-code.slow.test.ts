/** `<chordian-auth>`: a sign-in with a code by e-mail, in a browser. */

import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findViolations } from '../docs/axe.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { mailedCode } from '../sandbox/support.ts';
import {
  description,
  focused,
  input,
  openElement,
  press,
  tabThrough,
  waitForAlert,
  waitForHeading,
} from './element-page.ts';

const world = await startSandboxAndBrowser({ emailCodes: true });
const { sandbox } = world;
const BODY = '<chordian-auth email-code></chordian-auth>';

const LINK = 'Sign in with a code by e-mail';

/** Asks for a code, and waits for the step that it belongs to. */
async function order(page: Page, username: string) {
  await press(page, LINK);
  await waitForHeading(page, LINK);
  await page.keyboard.type(username);
  await page.keyboard.press('Enter');
  await waitForHeading(page, 'Check your e-mail');
}

test('is offered only with the attribute', async () => {
  const { page } = await openElement(world, { body: '<chordian-auth></chordian-auth>' });
  await input(page, 'username').waitFor();
  const link = page.getByRole('button', { name: LINK });
  expect(await link.count()).toBe(0);
  await page.evaluate("document.querySelector('chordian-auth').toggleAttribute('email-code')");
  await link.waitFor();
});

test('signs in by the keyboard, after a wrong code', async () => {
  const { username } = sandbox.user;
  const { page, problems } = await openElement(world, { body: BODY });
  await order(page, username);
  expect(await focused(page)).toBe('code');
  expect(await description(page)).toMatch(
    /If there is something to send, the code is on its way to t\*+@e\*+/,
  );
  await page.keyboard.type('123456QQQQQQQQ');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  expect(await focused(page)).toBe('code');
  await page.keyboard.type(await mailedCode(sandbox, username));
  await page.keyboard.press('Enter');
  await page.getByText(`Signed in as ${username}.`).waitFor();
  expect(problems).toEqual([]);
});

test('a name without an account gets the same steps', async () => {
  const { page } = await openElement(world, { body: BODY });
  await order(page, 'nobody@mailed.example');
  await page.keyboard.type('123456QQQQQQQQ');
  await page.keyboard.press('Enter');
  await waitForAlert(page, 'The code is not valid.');
  expect(await page.getByText(/on its way to n\*+@m\*+/).count()).toBe(1);
});

test('another code can be ordered, and the sign-in given up; the name stays', async () => {
  const username = 'test@again.example';
  const { page } = await openElement(world, { body: BODY });
  await order(page, username);
  await press(page, 'Send another code');
  await waitForHeading(page, LINK);
  expect(await input(page, 'username').inputValue()).toBe(username);
  expect(await focused(page)).toBe('username');
  await page.keyboard.press('Enter');
  await waitForHeading(page, 'Check your e-mail');
  await press(page, 'Back to sign-in');
  await waitForHeading(page, 'Sign in');
  expect(await input(page, 'username').inputValue()).toBe(username);
  expect(await focused(page)).toBe('password');
  const { status } = (await page.evaluate(
    "document.querySelector('chordian-auth').client.state",
  )) as { status: string };
  expect(status).toBe('signed_out');
});

test('a step that is over leads back to the order of a code, with the reason', async () => {
  const { page } = await openElement(world, { body: BODY });
  await order(page, 'test@over.example');
  await page.context().clearCookies({ name: 'challenge' });
  await page.keyboard.type('123456QQQQQQQQ');
  await page.keyboard.press('Enter');
  await waitForHeading(page, LINK);
  await waitForAlert(page, 'This took too long');
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in its steps (%s)',
  async (colorScheme) => {
    const { page } = await openElement(world, {
      body: BODY,
      context: { viewport: { width: 375, height: 740 }, colorScheme },
    });
    await press(page, LINK);
    await waitForHeading(page, LINK);
    expect(await findViolations(page)).toEqual([]);
    expect(await tabThrough(page)).toEqual(['username', 'Send the code', 'Back to sign-in']);
    await input(page, 'username').fill('test@axe.example');
    await page.keyboard.press('Enter');
    await waitForHeading(page, 'Check your e-mail');
    expect(await findViolations(page)).toEqual([]);
    expect(await tabThrough(page)).toEqual([
      'code',
      'Continue',
      'Send another code',
      'Back to sign-in',
    ]);
  },
);
