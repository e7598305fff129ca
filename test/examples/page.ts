/** What users do in the apps of the examples. */

import type { Browser, Page } from 'playwright-core';

/** Opens a page in a browser context of its own. */
export async function openApp(
  browser: Browser,
  url: string,
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext();
  // A verdict must not depend on the speed of the machine: only the test's own time-out counts.
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  /** Errors of scripts, and messages in the browser's console. */
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // The browser logs every response that is an error.
    const isResponse = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isResponse) problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
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
