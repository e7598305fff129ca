/** The code of the guide of passkeys runs in a browser with a virtual authenticator. */

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { PasskeysResponse } from '../../contract/schemas/index.ts';
import { addAuthenticator } from '../client/virtual-authenticator.ts';
import { startSandboxAndBrowser } from './in-browser.ts';

const world = await startSandboxAndBrowser({ passkeys: true });
const { username, password } = world.sandbox.user;
const guide = readFileSync('docs/guide/passkeys.md', 'utf8');

/** The code of a section, with the name of the test user. */
function codeIn(section: string): string {
  const text = guide.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  expect(blocks.length).toBeGreaterThan(0);
  return blocks.join('\n').replaceAll('jane@example.com', username);
}

test('a passkey is added, signs in, is renamed and removed', async () => {
  const page = await world.browser.newPage();
  await page.goto(world.sandbox.url);
  const authenticator = await addAuthenticator(page);
  /** Runs code as a module does, and returns the JSON of the last answer. */
  const run = <T>(code: string): Promise<T> =>
    page.evaluate(`(async () => {
      const answers = [];
      const send = globalThis.fetch.bind(globalThis);
      const fetch = async (...request) => {
        const response = await send(...request);
        const text = await response.clone().text();
        answers.push({ status: response.status, body: text && JSON.parse(text) });
        return response;
      };
      ${code}
      return answers;
    })()`) as Promise<T>;
  type Answers = { status: number; body: Record<string, unknown> }[];

  const logIn = `await fetch('/api/auth/login', {
    method: 'POST',
    body: ${JSON.stringify(JSON.stringify({ username, password }))},
  });`;
  const [login] = await run<Answers>(logIn);
  const token = JSON.stringify(login?.body.token);

  const added = await run<Answers>(`const token = ${token}; ${codeIn('Add a passkey')}`);
  expect(added.map(({ status }) => status)).toEqual([200, 204]);
  expect(await authenticator.count()).toBe(1);

  const signedIn = await run<Answers>(codeIn('Sign in'));
  expect(signedIn.map(({ status }) => status)).toEqual([202, 200]);
  expect(signedIn[1]?.body).toMatchObject({ token: expect.any(String) });

  // The sign-in has replaced the session of the password.
  const newToken = JSON.stringify(signedIn[1]?.body.token);
  const changed = await run<Answers>(
    `const headers = { Authorization: 'Bearer ' + ${newToken}, 'Content-Type': 'application/json' };
    ${codeIn('List, rename, remove')}
    await fetch('/api/auth/passkeys', { headers });`,
  );
  expect(changed.map(({ status }) => status)).toEqual([200, 204, 204, 200]);
  const { passkeys } = (changed[0]?.body ?? {}) as PasskeysResponse;
  expect(passkeys).toMatchObject([{ name: 'My laptop' }]);
  expect(changed[3]?.body).toEqual({ passkeys: [] });

  // The browser still has its part.
  const rejected = await run<Answers>(codeIn('Sign in'));
  expect(rejected.map(({ status }) => status)).toEqual([202, 400]);
  expect(rejected[1]?.body).toMatchObject({ error: { code: 'PASSKEY_REJECTED' } });
});
