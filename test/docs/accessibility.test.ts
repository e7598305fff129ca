/** The API page, judged by axe in a browser. It is served without a build of the site. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { vendorSwaggerUi } from '../../docs/.vitepress/vendor.ts';
import { launchBrowser } from './browser.ts';
import { type StaticSite, serveSite } from './static-site.ts';

const PUBLIC = fileURLToPath(new URL('../../docs/public', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120))}`),
    ).toEqual([]);
    await context.close();
  },
);
