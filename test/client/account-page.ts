/** The sandbox's account page, which contains both elements, in a browser. */

import type { Browser, Locator, Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type OpenPage, openPage } from '../docs/browser.ts';

export interface Device extends OpenPage {
  /** The section of the account with this heading. */
  section(heading: string): Locator;
  press(name: string): Promise<void>;
}

interface World {
  browser: Browser;
  sandbox: Sandbox;
}

/** Opens the account page in a browser context of its own, as on a phone. */
export async function openAccountPage({ browser, sandbox }: World): Promise<Device> {
  const { page, problems } = await openPage(browser, { viewport: { width: 375, height: 740 } });
  await page.goto(`${sandbox.url}/sandbox/account`);
  return {
    page,
    problems,
    section: (heading) => page.getByRole('region', { name: heading, exact: true }),
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
  };
}

/** Types a name and a password into the sign-in, and sends them. */
export async function enterPassword(page: Page, username: string, password: string) {
  await page.getByLabel('E-mail address').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

export const waitUntilSignedIn = (page: Page): Promise<void> =>
  page.getByText(/^Signed in as/).waitFor();

/** Waits for a text that is announced. */
export const announcement = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).waitFor();
