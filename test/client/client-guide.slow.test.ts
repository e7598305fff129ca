/** The samples of the client's guide about factors and passkeys, in a browser. */

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RIGHT_CODE } from '../../scenarios/faults.ts';
import { startSandboxAndBrowser } from '../sandbox/in-browser.ts';
import { bundle } from './bundle.ts';
import { openElement } from './element-page.ts';
import { addAuthenticator } from './virtual-authenticator.ts';

const world = await startSandboxAndBrowser({ passkeys: true });
const { password } = world.sandbox.user;
const guide = readFileSync(new URL('../../docs/guide/client.md', import.meta.url), 'utf8');

/** Returns the sample that contains a text, and its imports apart from it. */
function sample(text: string) {
  const blocks = [...guide.matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => block ?? '');
  const [found = '', ...others] = blocks.filter((block) => block.includes(text));
  expect(others).toEqual([]);
  return {
    imports: found.match(/^import .*$/gm) ?? [],
    code: found.replaceAll(/^import .*$/gm, ''),
  };
}

const added = sample('createPasskey(');
const used = sample('getPasskey(');
const confirmed = sample('confirmIdentity(');

const script = await bundle(`
  import { AuthError, createAuthClient } from 'chordian-auth-client';
  ${[...added.imports, ...used.imports].join('\n')}
  const auth = createAuthClient();
  const asked = [];
  const askForCode = async ({ name }) => {
    asked.push(name);
    return '${RIGHT_CODE}';
  };
  ${confirmed.code}
  Object.assign(globalThis, {
    auth,
    asked,
    confirmIdentity,
    addPasskey: async () => { ${added.code} },
    signIn: async (username) => { ${used.code} },
  });
`);

/** Opens a page with the samples. Their arguments are JSON. */
async function openSamples() {
  const { page } = await openElement(world, { body: '', script });
  await page.waitForFunction('globalThis.auth !== undefined');
  await addAuthenticator(page);
  return page;
}

const run = (page: Page, code: string): Promise<unknown> =>
  page.evaluate(`(async () => ${code})()`);
const logIn = (page: Page, username: string) =>
  run(page, `auth.login(${JSON.stringify({ username, password })})`);

test('a passkey is added, and signs in', async () => {
  const page = await openSamples();
  await logIn(page, 'test@guide.example');
  await run(page, 'addPasskey()');
  await run(page, 'auth.logout()');
  await run(page, "signIn('test@guide.example')");
  expect(await run(page, 'auth.state')).toMatchObject({
    status: 'signed_in',
    user: { email: 'test@guide.example' },
  });
});

test('the identity is confirmed with both factors', async () => {
  const page = await openSamples();
  await logIn(page, 'mfa@guide.example');
  await run(page, `auth.challenge({ code: '${RIGHT_CODE}' })`);
  await run(page, `confirmIdentity(${JSON.stringify(password)})`);
  expect(await run(page, 'asked')).toEqual(['SOFTWARE_TOKEN_MFA']);
  expect(await run(page, 'auth.state')).toMatchObject({ status: 'signed_in' });
});
