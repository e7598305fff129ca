/** The recipe of `docs/guide/local-development.md` for Vite, in a browser and without one. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type ProxyOptions, type ViteDevServer } from 'vite';
import { publicPath } from '../../contract/routes/index.ts';
import { startSandboxAndBrowser } from './in-browser.ts';
import { temporaryDirectory } from './support.ts';

const directory = temporaryDirectory();
const { sandbox, browser } = await startSandboxAndBrowser();
const servers: ViteDevServer[] = [];

beforeAll(() => {
  mkdirSync(join(directory, 'app'));
  writeFileSync(join(directory, 'app', 'index.html'), '<!doctype html><title>App</title>');
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

/** Starts Vite with a proxy for `/api`. Returns the address of the page. */
async function startVite(proxy?: string | ProxyOptions): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: join(directory, 'app'),
    cacheDir: join(directory, 'cache'),
    logLevel: 'silent',
    server: { host: 'localhost', port: 0, hmr: false, ...(proxy && { proxy: { '/api': proxy } }) },
  });
  servers.push(server);
  await server.listen();
  const [address = ''] = server.resolvedUrls?.local ?? [];
  return new URL(address).origin;
}

/** Opens a page, then signs in, refreshes and reads the session by calls to the API at `base`. */
async function useApiFrom(page: string, base: string) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(page);
  const call = `async (path, init) => {
    const response = await fetch(${JSON.stringify(base)} + path, { credentials: 'include', ...init });
    return { status: response.status, body: await response.json() };
  }`;
  const script = `(async () => {
    const call = ${call};
    const login = await call(${JSON.stringify(publicPath('login'))}, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: ${JSON.stringify(JSON.stringify(sandbox.user))},
    });
    const refresh = await call(${JSON.stringify(publicPath('refresh'))}, { method: 'POST' });
    const session = await call(${JSON.stringify(publicPath('session'))}, {
      headers: { Authorization: 'Bearer ' + refresh.body.token },
    });
    return [login, refresh, session].map(({ status }) => status);
  })()`;
  const statuses = await tab.evaluate(script);
  await context.close();
  return statuses;
}

describe('a page that Vite serves', () => {
  test.each([
    ['an address', () => sandbox.url],
    ['changeOrigin: true', () => ({ target: sandbox.url, changeOrigin: true })],
    ['changeOrigin: false', () => ({ target: sandbox.url, changeOrigin: false })],
  ])('uses the API through a proxy that is configured with %s', async (_, proxy) => {
    const page = await startVite(proxy());
    expect(await useApiFrom(page, '')).toEqual([200, 200, 200]);
  });

  test('uses the API without a proxy', async () => {
    expect(await useApiFrom(await startVite(), sandbox.url)).toEqual([200, 200, 200]);
  });
});
