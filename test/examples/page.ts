/** What users do in the apps of the examples. */

import type { Browser, Page } from 'playwright-core';
import { type OpenPage, openPage } from '../docs/browser.ts';

/** Opens a page in a browser context of its own. */
export async function openApp(browser: Browser, url: string): Promise<OpenPage> {
  const opened = await openPage(browser);
  await opened.page.goto(url);
  return opened;
}

/** Fills the form of `<chordian-auth>` in, and sends it. */
export async function signIn(
  page: Page,
  { username, password }: Readonly<Record<'username' | 'password', string>>,
): Promise<void> {
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.keyboard.press('Enter');
}
