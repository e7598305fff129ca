/** The app of `examples/react-vite`: as the guide makes it from nothing, and as it is built. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ATTEMPTS } from '../../contract/limits.ts';
import { publicPath, type RouteName } from '../../contract/routes/index.ts';
import { insertFacts } from '../../docs/.vitepress/facts.ts';
import { inRepository } from '../../lib/paths.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { type App, environment, replaceIn, startApp } from './app.ts';
import { openApp, signIn } from './page.ts';

const EXAMPLE = inRepository('examples/react-vite');
const VITE = 'node_modules/vite/bin/vite.js';
const SANDBOX = 'http://localhost:3000';
const { sandbox, browser } = await startSandboxAndBrowser();
const { username, password } = sandbox.user;

const welcome = (page: Page) => page.getByRole('heading', { name: `Welcome, ${username}` });
const signInForm = (page: Page) => page.getByRole('heading', { name: 'Sign in' });

/** What the guide promises: F5 keeps the session, and a logout ends it in all tabs. */
async function checkPromises(url: string): Promise<void> {
  const { page, problems } = await openApp(browser, url);
  // The template of Vite centres the text of the page, but not that of a form.
  const label = page.locator('chordian-auth label').first();
  expect(await label.evaluate((element) => getComputedStyle(element).textAlign)).toBe('start');
  await signIn(page, sandbox.user);
  await welcome(page).waitFor();
  await page.reload();
  await welcome(page).waitFor();
  const other = await page.context().newPage();
  await other.goto(url);
  await welcome(other).waitFor();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await signInForm(other).waitFor();
  await signInForm(page).waitFor();
  await page.reload();
  await signInForm(page).waitFor();
  await checkCaptcha(page);
  expect(problems).toEqual([]);
  await page.context().close();
}

/** A CAPTCHA is solved in a worker, whose file the bundler must have found. */
async function checkCaptcha(page: Page): Promise<void> {
  const name = `captcha@${Date.now()}.example`;
  for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
    await post('login', { username: name, password: `wrongpass${guess}` });
  }
  const worker = page.waitForResponse((response) => response.url().includes('worker'));
  await signIn(page, { username: name, password: 'wrongpass' });
  expect((await worker).headers()['content-type']).toMatch(/javascript/);
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
}

const post = (route: RouteName, body: object) =>
  fetch(sandbox.url + publicPath(route), { method: 'POST', body: JSON.stringify(body) });

describe('the example', () => {
  let server: App;
  afterAll(() => server?.close());
  const app = join(temporaryDirectory(), 'app');
  beforeAll(async () => {
    cpSync(EXAMPLE, app, { recursive: true, filter: (file) => basename(file) !== 'node_modules' });
    symlinkSync(join(EXAMPLE, 'node_modules'), join(app, 'node_modules'));
    replaceIn(join(app, 'vite.config.js'), SANDBOX, sandbox.url);
    execFileSync(process.execPath, [VITE, 'build'], { cwd: app, env: environment() });
    server = await startApp([VITE, 'preview', '--port', '0'], { cwd: app });
  });

  test('signs in, survives F5 and signs out', () => checkPromises(server.url));
});

describe('the guide', () => {
  let server: App | undefined;
  afterAll(() => server?.close());
  const folder = temporaryDirectory();
  const guide = insertFacts(readFileSync(inRepository('docs/guide/react.md'), 'utf8'));
  const commands = [...guide.matchAll(/^```bash\n(.*?)^```/gms)].map(([, block = '']) => block);
  const files = [...guide.matchAll(/^Replace `(.+?)`.*?^<<< \.\.\/\.\.\/(.+?)$/gms)].map(
    ([, name = '', source = '']) => ({ name, source: inRepository(source) }),
  );

  test('leads from nothing to an app in which a user is signed in', async () => {
    copyRepository(join(folder, 'chordian-auth'));
    const [start, create = '', develop] = commands;
    expect([start, develop]).toEqual(['npm ci\nnpm start\n', 'npm run dev\n']);
    execFileSync('bash', ['-ec', offline(create)], {
      cwd: folder,
      env: environment({ npm_config_offline: 'true', npm_config_yes: 'true' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const app = join(folder, 'my-app');
    expect(files.map(({ name }) => name)).toEqual(['vite.config.js', 'src/App.jsx']);
    for (const { name, source } of files) cpSync(source, join(app, name));
    replaceIn(join(app, 'vite.config.js'), SANDBOX, sandbox.url);
    server = await startApp([VITE, '--port', '0'], { cwd: app });
    for (const text of [username, password]) expect(guide).toContain(`\`${text}\``);
    await checkPromises(server.url);
  });

  /** What `npm pack` needs of a clone after `npm ci`. */
  function copyRepository(clone: string): void {
    mkdirSync(clone);
    for (const name of ['package.json', 'tsconfig.json', 'client']) {
      cpSync(inRepository(name), join(clone, name), {
        recursive: true,
        filter: (file) => !['node_modules', 'dist'].includes(basename(file)),
      });
    }
    for (const name of ['node_modules', 'client/node_modules']) {
      symlinkSync(inRepository(name), join(clone, name));
    }
  }

  /**
   * The commands without a registry: `npm create` finds the package that `npm run test:all` has
   * installed, and `npm install` finds everything in place. The linter and the types are left out.
   */
  const offline = (script: string): string => `
    ln -s ${inRepository('client/tools/node_modules')} node_modules
    ${script.replace(
      'npm install\n',
      `rm ../node_modules
       npm pkg delete devDependencies.oxlint devDependencies.@types/react \
         devDependencies.@types/react-dom
       cp -r ${EXAMPLE}/node_modules . && rm -r node_modules/chordian-auth-client
       npm install\n`,
    )}`;
});
