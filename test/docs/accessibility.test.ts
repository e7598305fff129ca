/** The API page, judged by axe in a browser. It is served without a build of the site. */

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { vendorSwaggerUi } from '../../docs/.vitepress/vendor.ts';
import { findViolations } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type StaticSite, serveSite } from './static-site.ts';

const PUBLIC = fileURLToPath(new URL('../../docs/public', import.meta.url));
let site: StaticSite;
let browser: Browser;

beforeAll(async () => {
  vendorSwaggerUi();
  [site, browser] = await Promise.all([serveSite(PUBLIC), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test.each(['light', 'dark'] as const)(
  'the API page has no violations with an open operation (%s)',
  async (colorScheme) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(`${site.url}/api-reference.html`);
    await page.locator('.opblock-summary-control').first().click();
    await page.locator('.responses-wrapper .microlight').first().waitFor();
    expect(await findViolations(page)).toEqual([]);
    await context.close();
  },
);
