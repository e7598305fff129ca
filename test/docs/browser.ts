import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
} from 'playwright-core';

/**
 * Arguments that only Lambda needs. With a single process, the browser ends with its first context.
 * Without web security, the policies of pages would have no effect.
 */
const LAMBDA_ONLY = [
  '--single-process',
  '--no-zygote',
  '--in-process-gpu',
  '--disable-web-security',
  '--allow-running-insecure-content',
];

/** Launches Chromium from the npm registry, so that the machine needs no browser. */
export const launchBrowser = async (...args: string[]): Promise<Browser> =>
  playwright.launch({
    args: [...chromium.args.filter((argument) => !LAMBDA_ONLY.includes(argument)), ...args],
    executablePath: await chromium.executablePath(),
  });

export interface OpenPage {
  page: Page;
  /** Errors of scripts, and messages in the browser's console. */
  problems: string[];
}

/** Opens an empty page in a browser context of its own. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  // A verdict must not depend on the speed of the machine: only the test's own time-out counts.
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // The browser logs every response that is an error.
    const isResponse = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isResponse) problems.push(message.text());
  });
  return { page, problems };
}
