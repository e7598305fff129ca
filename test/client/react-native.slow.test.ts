/**
 * The client as an app of React Native runs it: bundled as Metro does, in a context that has only
 * what React Native has, and with cookies that outlive the app.
 */

import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Plugin } from 'esbuild';
import { solveCaptcha } from '../../client/src/captcha/solve.ts';
import { type CookieStorage, withCookies } from '../../client/src/cookies.ts';
import { ANSWER_TIMEOUT } from '../../client/src/exchange.ts';
import type { AuthClient, Fetch } from '../../client/src/index.ts';
import { TRIES } from '../../client/src/retry.ts';
import { ATTEMPTS } from '../../contract/limits.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { inRepository } from '../../lib/paths.ts';
import { type RunningSandbox, startSandboxProcess } from '../docs/sandbox.ts';
import { bundle } from './bundle.ts';
import { flush } from './scripted.ts';

const manifest = JSON.parse(readFileSync(inRepository('client/package.json'), 'utf8')) as {
  'react-native': Record<string, string>;
};
const sourceOf = (file: string) => file.replace('./dist/', 'client/src/').replace('.js', '.ts');
const replacements = new Map(
  Object.entries(manifest['react-native']).map(([from, to]) => [
    inRepository(sourceOf(from)),
    inRepository(sourceOf(to)),
  ]),
);

/** The field `react-native` of the package, and a module of React Native. */
const metro: Plugin = {
  name: 'metro',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const replacement = replacements.get(new URL(path, `file://${resolveDir}/`).pathname);
      return replacement === undefined ? undefined : { path: replacement };
    });
    build.onResolve({ filter: /^react-native$/ }, () => ({ path: 'it', namespace: 'native' }));
    build.onLoad({ filter: /./, namespace: 'native' }, () => ({
      contents: `export const AppState = {
        addEventListener: (_, listener) => { globalThis.emitAppState = listener; },
      };`,
    }));
  },
};

const guide = readFileSync(inRepository('docs/guide/client.md'), 'utf8');
const [, example = ''] = /^## React Native\n.*?^```js\n(.*?)^```/ms.exec(guide) ?? [];

let sandbox: RunningSandbox;
let code: string;
let cookies: Map<string, string>;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  code = await bundle(
    `${example.replace('https://auth.example.com', sandbox.url)}\nglobalThis.auth = auth;`,
    // Hermes refuses `import.meta`, of which esbuild only warns.
    { format: 'iife', plugins: [metro], logOverride: { 'empty-import-meta': 'error' } },
  );
});
afterAll(() => sandbox?.close());
beforeEach(() => {
  cookies = new Map();
});

interface Device {
  auth: AuthClient;
  emitAppState(state: string): void;
}

/** Starts the app. Its device still has the cookies of former starts. */
function launch({ fetch: network = fetch, ...more }: { fetch?: Fetch; [name: string]: unknown }) {
  const storage: CookieStorage = {
    getItem: async (key) => cookies.get(key) ?? null,
    setItem: async (key, value) => void cookies.set(key, value),
  };
  const device = createContext({
    fetch: withCookies({ storage, fetch: network }),
    ...{ AbortController, Headers, Request, Response, URL, URLSearchParams },
    ...{ atob, btoa, clearTimeout, setTimeout, queueMicrotask },
    navigator: { product: 'ReactNative' },
    solveCaptcha: undefined,
    ...more,
  });
  runInContext(code, device);
  return device as unknown as Device;
}

const nextState = ({ auth }: Device) =>
  new Promise<AuthClient['state']>((resolve) => {
    const stop = auth.onSessionChange((state) => {
      stop();
      resolve(state);
    });
  });

const signedIn = { status: 'signed_in', user: { email: TEST_USER.username } };

test('signs in, is still signed in at the next start, and signs out', async () => {
  const app = launch({});
  expect(await nextState(app)).toMatchObject({ status: 'signed_out' });
  expect(await app.auth.login(TEST_USER)).toMatchObject(signedIn);

  const restarted = launch({});
  expect(await nextState(restarted)).toMatchObject(signedIn);
  const response = await restarted.auth.fetch(sandbox.url + publicPath('session'));
  expect(response.status).toBe(200);
  await restarted.auth.logout();
  expect(await nextState(launch({}))).toMatchObject({ status: 'signed_out' });
});

test('asks again when the app comes back without having reached the service', async () => {
  const network = jest.fn<Fetch>(() => Promise.reject(new TypeError('Network request failed')));
  // The waits between the tries take no time. The client does not ask later by itself.
  let waits = TRIES - 1;
  const timer = (run: () => void, delay: number) => {
    if (delay === ANSWER_TIMEOUT) return setTimeout(run, delay);
    waits -= 1;
    return waits >= 0 ? setTimeout(run) : 0;
  };
  const app = launch({ fetch: network, setTimeout: timer });
  const error = { code: 'NETWORK_ERROR' };
  expect(await nextState(app)).toMatchObject({ status: 'loading', error });
  network.mockImplementation((...request) => fetch(...request));
  await flush();
  app.emitAppState('background');
  expect(network).toHaveBeenCalledTimes(TRIES);
  app.emitAppState('active');
  expect(await nextState(app)).toMatchObject({ status: 'signed_out' });
  expect(network).toHaveBeenCalledTimes(TRIES + 1);
});

describe('a sign-in that needs a CAPTCHA', () => {
  async function signIn(more: Readonly<Record<string, unknown>>) {
    const { auth } = launch(more);
    const username = `captcha${Date.now()}@native.example`;
    for (let guess = 0; guess < ATTEMPTS.captchaAfter.accountAndNetwork; guess += 1) {
      const wrong = { username, password: `wrongpass${guess}` };
      await expect(auth.login(wrong)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    }
    return auth.login({ username, password: 'wrongpass' });
  }

  test('fails without a solver, and says why', async () => {
    await expect(signIn({})).rejects.toMatchObject({
      code: 'CAPTCHA_REQUIRED',
      cause: { name: 'ReferenceError', message: expect.stringContaining('crypto') },
    });
  });

  test.each([
    ['the option solveCaptcha', { solveCaptcha }],
    [
      'a package that provides Web Crypto',
      { crypto: webcrypto, Uint8Array, DataView, ArrayBuffer },
    ],
  ])('uses %s', async (_, more) => {
    await expect(signIn(more)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });
});
