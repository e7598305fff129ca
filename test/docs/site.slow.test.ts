/** The built site with the headers with which it is published. */

import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Envelope } from '../../contract/envelope.ts';
import { anchorOf, ERROR_CODES, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import { ROUTE_NAMES } from '../../contract/routes/index.ts';
import { ACTION_ADVICE } from '../../docs/errors/actions.ts';
import { ERROR_PROSE } from '../../docs/errors/index.ts';
import { exampleOf } from '../../docs/generate/examples.ts';
import { ROUTE_PROSE } from '../../docs/routes/index.ts';
import { buildContentSecurityPolicy } from '../../lib/docs/content-security-policy.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { recipesWith } from '../../scenarios/recipes.ts';
import { runRecipe } from '../../scenarios/run-recipe.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { findViolations } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { buildSite } from './built-site.ts';
import { computeContrast } from './contrast.ts';
import { type StaticSite, serveSite } from './static-site.ts';

jest.setTimeout(120_000);

let directory: string;
const stateDir = temporaryDirectory();
let site: StaticSite;
let sandbox: Sandbox;
let browser: Browser;
/** Requests to other hosts, errors of scripts, and violations of the policy. */
let problems: string[] = [];

beforeAll(async () => {
  directory = await buildSite();
  site = await serveSite(directory, {
    'Content-Security-Policy': buildContentSecurityPolicy(directory),
  });
  sandbox = await startSandbox({
    port: 0,
    stateDir,
    quiet: true,
    passkeys: true,
    docsDir: directory,
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
  await site?.close();
  if (directory) rmSync(directory, { recursive: true });
});

const PHONE: BrowserContextOptions = {
  viewport: { width: 375, height: 800 },
  isMobile: true,
  hasTouch: true,
};

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  problems = [];
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('request', (request) => {
    if (
      /^https?:/.test(request.url()) &&
      ![site.url, sandbox.url].includes(new URL(request.url()).origin)
    ) {
      problems.push(`requested ${request.url()}`);
    }
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${site.url}${path}`, { waitUntil: 'networkidle' });
  return page;
}

const pages = (): string[] =>
  globSync('**/*.html', { cwd: directory }).filter((file) => file !== '404.html');
const html = (file: string): string => readFileSync(join(directory, file), 'utf8');
const text = (markup: string): string =>
  markup
    .replaceAll(/<[^>]+>|\u200b|&ZeroWidthSpace;/g, '')
    .replaceAll('&#39;', "'")
    .trim();
const idsIn = (file: string): Set<string> =>
  new Set([...html(file).matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));

test('the sidebar shows the heading of each page', () => {
  const readHeading = (file: string) => text(/<h1[^>]*>(.*?)<\/h1>/s.exec(html(file))?.[1] ?? '');
  const items = [
    ...html('guide/testing.html').matchAll(
      /<a class="VPLink link link" href="([^"]+)"[^>]*>(?:<!--.*?-->)*<p class="text"[^>]*>(.*?)<\/p>/g,
    ),
  ]
    .map(([, href = '', name = '']) => ({ href, name: text(name) }))
    .filter(({ href }) => !href.endsWith('.html'));
  expect(items.length).toBeGreaterThan(10);
  expect(items).toEqual(
    items.map(({ href }) => ({ href, name: readHeading(`${href.slice(1)}.html`) })),
  );
});

test('every link leads to an existing page and heading', () => {
  const files = new Set(globSync('**/*.*', { cwd: directory }));
  const links = pages().flatMap((file) =>
    [...html(file).matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => ({ file, href })),
  );
  const isBroken = ({ file, href }: { file: string; href: string }): boolean => {
    const { protocol, host, pathname, hash } = new URL(
      href.replaceAll('&amp;', '&'),
      `site://docs/${file}`,
    );
    if (protocol !== 'site:' || host !== 'docs') return false;
    const path = pathname.slice(1);
    const target = [path, `${path}.html`, `${path}index.html`].find((candidate) =>
      files.has(candidate),
    );
    return (
      target === undefined || (hash !== '' && !idsIn(target).has(decodeURIComponent(hash.slice(1))))
    );
  };
  expect(links.length).toBeGreaterThan(500);
  expect(links.filter(isBroken)).toEqual([]);
  expect(isBroken({ file: 'index.html', href: '/authentication/errors#no-such-code' })).toBe(true);
});

/** Gets an error with this code from the sandbox and returns its link. */
async function requestLink(code: ErrorCode): Promise<string> {
  const recipe = recipesWith({ passkeys: true }).find((candidate) => candidate.code === code);
  if (!recipe) throw new Error(`there must be a recipe for ${code}`);
  const exchanges = await runRecipe(recipe, {
    origin: sandbox.url,
    expiredToken: sandbox.expiredToken,
    domain: `${anchorOf(code)}.example`,
  });
  const { error } = JSON.parse(exchanges.at(-1)?.response.body ?? '') as Envelope;
  expect(error.code).toBe(code);
  return error.documentation_url;
}

describe('the link in an error body', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open('/authentication/errors');
  });
  afterAll(() => page.context().close());

  test.each(ERROR_CODES)('%s opens its own heading, with its status and advice', async (code) => {
    const { status, action } = errorRow(code);
    const { description, solution } = ERROR_PROSE[code];
    const link = await requestLink(code);
    expect(link).toBe(`${sandbox.documentationUrl}#${anchorOf(code)}`);
    await page.goto('about:blank');
    await page.goto(link);
    const heading = page.locator('h4:target');
    expect((await heading.innerText()).replace(/[^\w]/g, '')).toBe(code);
    await page.waitForFunction(() => {
      const top = document.querySelector('h4:target')?.getBoundingClientRect().top ?? -1;
      return top >= 0 && top < innerHeight;
    });

    const section = await heading.evaluate((start) => {
      const parts: string[] = [];
      for (
        let next = start.nextElementSibling;
        next && !/^H[1-4]$/.test(next.tagName);
        next = next.nextElementSibling
      ) {
        parts.push((next as HTMLElement).innerText);
      }
      return parts.join('\n');
    });
    const plain = (text: string | undefined) => (text ?? '').replaceAll('`', '');
    expect(section).toContain(description);
    expect(section).toContain(`Status ${status}`);
    expect(section).toContain(`action ${action}`);
    expect(section).toContain(plain(ACTION_ADVICE[action]));
    for (const advice of solution) expect(section).toContain(plain(advice));
    expect(section).toContain(`"code": "${code}"`);
    expect(section).toContain(exampleOf(code).envelope.error.message);
  });

  test('sends no request to another host and violates no policy', () => {
    expect(problems).toEqual([]);
  });
});

test.each(['light', 'dark'] as const)(
  'on a phone, pages fit the screen and text has enough contrast (%s)',
  async (colorScheme) => {
    const page = await open('/', { ...PHONE, colorScheme });
    const wide: string[] = [];
    const lowContrast: string[] = [];
    for (const file of pages().filter((name) => name !== 'api-reference.html')) {
      await page.goto(`${site.url}/${file.replace(/(^index)?\.html$/, '')}`);
      if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 375) wide.push(file);
      const selectors =
        '.vp-doc :is(p, li, td, th, h1, h2, h3, h4, a), .vp-doc :not(pre) > code, .VPHero .tagline, .VPFeature .details';
      const contrasts = await page.locator(selectors).evaluateAll((elements, source) => {
        const contrast = new Function(`return ${source}`)() as typeof computeContrast;
        return elements
          .filter((element) => element.textContent?.trim())
          .map((element) => [element.textContent?.slice(0, 40), contrast(element)] as const);
      }, computeContrast.toString());
      lowContrast.push(
        ...contrasts
          .filter(([, contrast]) => contrast < 4.5)
          .map(([text, contrast]) => `${file}: ${text} ${contrast.toFixed(1)}`),
      );
    }
    expect({ wide, lowContrast, problems }).toEqual({ wide: [], lowContrast: [], problems: [] });
    await page.context().close();
  },
);

test.each(['/guide/quick-start', '/authentication/errors', '/decisions/index'])(
  'axe finds no violation on %s',
  async (path) => {
    const page = await open(path);
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  },
);

test('the search finds a code', async () => {
  const page = await open('/guide/quick-start');
  await page.locator('.VPNavBarSearch button').click();
  await page.locator('.VPLocalSearchBox input').fill('INVALID_REFRESH_TOKEN');
  const result = page
    .locator('.VPLocalSearchBox a.result', { hasText: 'INVALID_REFRESH_TOKEN' })
    .first();
  await result.click();
  await page.waitForURL('**/authentication/errors**');
  expect(problems).toEqual([]);
  await page.context().close();
});

describe('the API page', () => {
  test.each(['light', 'dark'] as const)(
    'shows every route and sends no request to another host (%s)',
    async (colorScheme) => {
      const page = await open('/api-reference.html', { colorScheme });
      for (const route of ROUTE_NAMES) {
        await page.getByText(ROUTE_PROSE[route].summary).first().waitFor();
      }
      const classes = await page.locator('html').evaluate(({ classList }) => [...classList]);
      expect(classes.includes('dark-mode')).toBe(colorScheme === 'dark');
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

  test('fits a phone', async () => {
    const page = await open('/api-reference.html', PHONE);
    await page.getByText(ROUTE_PROSE.login.summary).first().click();
    await page.getByRole('heading', { name: 'Responses' }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      375,
    );
    await page.context().close();
  });
});
