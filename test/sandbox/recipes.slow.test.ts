/** Every recipe of the page at `/` answers as its row says, on a desktop and on a phone. */

import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RECIPES, recipeStatus } from '../../scenarios/recipes.ts';
import { openPage } from '../docs/browser.ts';
import { startSandboxAndBrowser } from './in-browser.ts';

const { sandbox, browser } = await startSandboxAndBrowser();

describe.each([
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 375, height: 740 }],
])('on %s', (_, viewport) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openPage(browser, { viewport }));
    await page.goto(sandbox.url);
    await page.locator('#recipes button').last().waitFor();
  });

  test.each(RECIPES.map((recipe) => [recipe.title, recipe] as const))(
    '%s',
    async (title, recipe) => {
      const { id, code } = recipe;
      const status = String(recipeStatus(recipe));
      const row = page.locator('#recipes tr', {
        has: page.locator(`[data-recipe="${id}"]`),
      });
      expect(await row.locator('td').first().textContent()).toBe(code ?? status);

      await row.getByRole('button', { name: `Try it: ${title}` }).click();
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      const response = await dialog.getByRole('region', { name: 'Response' }).last().textContent();
      expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\n`));
      if (code !== undefined) expect(response).toContain(`"code": "${code}"`);
      const { x, width } = (await dialog.boundingBox()) ?? { x: -1, width: 0 };
      expect([x >= 0, x + width <= viewport.width]).toEqual([true, true]);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
  );
});
