/** The hooks, with React as `npm run test:all` installs it: on a server and in Chromium. */

import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import type { BuildOptions } from 'esbuild';
import type { Page } from 'playwright-core';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { bundle } from './bundle.ts';
import { openElement } from './element-page.ts';

const world = await startSandboxAndBrowser();
const { username, password } = world.sandbox.user;

const APP = `
import { StrictMode } from 'react';
import { createAuthClient } from 'chordian-auth-client';
import { AuthProvider, useAuth, useSession } from 'chordian-auth-client/react';

const client = createAuthClient();
const renders = { session: 0, auth: 0 };

function Status() {
  const state = useSession();
  renders.session += 1;
  return <p>{state.status === 'signed_in' ? state.user.email : state.status}</p>;
}

function SignOut() {
  const auth = useAuth();
  renders.auth += 1;
  return <button type="button" onClick={() => auth.logout()}>Sign out</button>;
}

const App = () => (
  <StrictMode>
    <AuthProvider client={client}>
      <Status />
      <SignOut />
    </AuthProvider>
  </StrictMode>
);
`;

/** The build of React for development: only this one runs effects twice. */
const OPTIONS: BuildOptions = {
  jsx: 'automatic',
  nodePaths: [new URL('../../client/tools/node_modules', import.meta.url).pathname],
  define: { 'process.env.NODE_ENV': '"development"' },
};

/** Runs a script in a process of Node, in which the network must not be used. */
async function renderOnServer(script: string): Promise<string> {
  const input = await bundle(
    `${APP}
    import { renderToString } from 'react-dom/server';
    globalThis.fetch = () => { throw new Error('a server must not ask'); };
    ${script}`,
    { ...OPTIONS, platform: 'node', format: 'cjs', logLevel: 'error' },
  );
  return execFileSync(process.execPath, ['-'], { input, encoding: 'utf8' });
}

const html = await renderOnServer('process.stdout.write(renderToString(<App />));');
const body = `<div id="root">${html}</div>`;
const script = await bundle(
  `${APP}
  import { hydrateRoot } from 'react-dom/client';
  const mount = () => hydrateRoot(document.getElementById('root'), <App />);
  Object.assign(globalThis, { client, renders, mount, root: mount() });`,
  OPTIONS,
);

const open = () => openElement(world, { body, script });
const shown = (page: Page, text: string) => page.locator('#root p', { hasText: text }).waitFor();
const evaluate = (page: Page, code: string) => page.evaluate(code) as Promise<unknown>;
/** Returns how often each component has rendered, after React had time for what it had planned. */
const renders = (page: Page) =>
  evaluate(
    page,
    `new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done({ ...renders })));
  })`,
  ) as Promise<{ session: number; auth: number }>;

const signIn = (page: Page) =>
  evaluate(page, `client.login(${JSON.stringify({ username, password })}).then(() => {})`);

test('a server renders that the session is unknown, and sends no request', () => {
  expect(body).toContain('<p>loading</p>');
});

test('a hook outside of a provider throws an error that names it', async () => {
  const message = await renderOnServer(`
    try { renderToString(<Status />); } catch (error) { process.stdout.write(error.message); }
  `);
  expect(message).toBe('useAuth and useSession need an <AuthProvider>');
});

test('hydrates without a mismatch, and asks once although effects run twice', async () => {
  const { page, problems } = await open();
  await shown(page, 'signed_out');
  const refreshes: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/auth/refresh')) refreshes.push(request.method());
  });
  await page.reload();
  await shown(page, 'signed_out');
  expect(refreshes).toEqual(['POST']);
  expect(problems).toEqual([]);
});

test('signs in, survives F5, and signs out', async () => {
  const { page, problems } = await open();
  await shown(page, 'signed_out');
  await signIn(page);
  await shown(page, username);
  await page.reload();
  await shown(page, username);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await shown(page, 'signed_out');
  expect(problems).toEqual([]);
});

test('renders again only if the state has changed', async () => {
  const { page, problems } = await open();
  await shown(page, 'signed_out');
  await signIn(page);
  await shown(page, username);
  const before = await renders(page);
  const isRenewed = await evaluate(page, 'client.refresh().then(({ status }) => status)');
  expect(isRenewed).toBe('signed_in');
  expect(await renders(page)).toEqual(before);
  await page.context().setOffline(true);
  await evaluate(
    page,
    "client.state.online && new Promise((done) => addEventListener('offline', done))",
  );
  const after = await renders(page);
  expect(after.session).toBeGreaterThan(before.session);
  expect(after.auth).toBe(before.auth);
  expect(problems).toEqual([]);
});

test('a provider that comes back shows what has happened meanwhile', async () => {
  const { page, problems } = await open();
  await shown(page, 'signed_out');
  await evaluate(page, 'root.unmount()');
  await signIn(page);
  await evaluate(page, `document.getElementById('root').outerHTML = ${JSON.stringify(body)}`);
  await evaluate(page, 'void (root = mount())');
  await shown(page, username);
  await evaluate(page, 'client.logout().then(() => {})');
  await shown(page, 'signed_out');
  expect(problems).toEqual([]);
});
