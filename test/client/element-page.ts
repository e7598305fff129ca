/** Pages of a test that contain the elements, under the strictest policy that lets them work. */

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type OpenPage, openPage } from '../docs/browser.ts';

/** Neither inline code nor inline styles, and no style sheet at all. */
export const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const MODULES = ['element', 'account'].map((name) => `import '/sandbox/client/${name}.js';`);

interface PageContent {
  /** Defaults to the element with sign-up. */
  body?: string;
  /** The script of the page. Defaults to the modules of both elements. */
  script?: string;
  /** The Content-Security-Policy. Defaults to {@link STRICT_POLICY}. */
  policy?: string;
  context?: BrowserContextOptions;
}

/** Opens a page in a browser context of its own. */
export async function openElement(
  { browser, sandbox }: { browser: Browser; sandbox: Sandbox },
  {
    body = '<chordian-auth sign-up></chordian-auth>',
    script = MODULES.join('\n'),
    policy = STRICT_POLICY,
    context = {},
  }: PageContent = {},
): Promise<OpenPage> {
  const { page, problems } = await openPage(browser, context);
  await page.context().route(`${sandbox.url}/test-page`, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': policy },
      body: `<!doctype html><html lang="en"><head><title>Test</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <script type="module" src="/test-page.js"></script></head>
        <body><main><h1>Test</h1>${body}</main></body></html>`,
    }),
  );
  await page
    .context()
    .route(`${sandbox.url}/test-page.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    );
  await page.goto(`${sandbox.url}/test-page`);
  return { page, problems };
}

/** The element with the focus: its name in the form, or else its label or text. */
export const focused = async (page: Page): Promise<string> =>
  (await page.evaluate(`(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.name || element.ariaLabel || element.textContent;
  })()`)) as string;

/** The texts that describe the element with the focus. */
export const description = async (page: Page): Promise<string> =>
  (await page.evaluate(`(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => element.getRootNode().getElementById(id).textContent).join(' ');
  })()`)) as string;

/** Presses Tab from the top until the focus has left the page. Returns what had the focus. */
export async function tabThrough(page: Page): Promise<string[]> {
  const order: string[] = [];
  await page.evaluate(
    "{ const top = document.querySelector('h1'); top.tabIndex = -1; top.focus(); }",
  );
  for (;;) {
    await page.keyboard.press('Tab');
    const name = await focused(page);
    const isOutside = await page.evaluate('document.activeElement === document.body');
    if (isOutside || order.includes(name)) return order;
    order.push(name);
  }
}

/** A field of the sign-in, by its name in the form. */
export const input = (page: Page, name: string): Locator =>
  page.locator(`chordian-auth input[name="${name}"]`);

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

export const waitForHeading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, exact: true }).waitFor();

/** Waits for an error. */
export const waitForAlert = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('alert').filter({ hasText: text }).waitFor();
