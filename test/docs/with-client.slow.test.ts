/**
 * Runs the samples that stand beside the published ones, against the sandbox. The tests provide the
 * page: an origin, a cookie jar, and timers that do not wait.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ANSWER_TIMEOUT } from '../../client/src/exchange.ts';
import { publicPath } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { inRepository } from '../../lib/paths.ts';
import { bundle } from '../client/bundle.ts';
import { browserFetch } from './browser-fetch.ts';
import { type CustomerApi, startCustomerApi } from './customer-api.ts';
import { type RunningSandbox, startSandboxProcess } from './sandbox.ts';

let sandbox: RunningSandbox;
let api: CustomerApi;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  api = await startCustomerApi(sandbox.url);
});

afterAll(async () => {
  await api?.close();
  await sandbox?.close();
});

/** A page on one origin with the service. */
function createPage() {
  const send = browserFetch(api.url);
  const calls: string[] = [];
  const waits: number[] = [];
  const tokens: string[] = [];
  const window = { location: { href: '/orders', origin: api.url } };

  class PageRequest extends Request {
    constructor(input: string | URL | Request, init?: RequestInit) {
      super(input instanceof Request ? input : new URL(input, api.url), init);
    }
  }

  async function fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const request = new PageRequest(input, init);
    const { method, headers, url } = request;
    calls.push(url.replace(api.url, ''));
    const token = headers.has('Authorization') ? tokens.shift() : undefined;
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    const body = await request.text();
    return send(url, { method, headers, ...(body !== '' && { body }) });
  }

  function setTimeout(run: () => void, delay: number) {
    // The limit for an answer must not end a request that is on its way.
    if (delay === ANSWER_TIMEOUT) return globalThis.setTimeout(run, delay);
    waits.push(delay);
    return globalThis.setTimeout(run);
  }

  /** Loads a sample, whose globals are those of the page. */
  async function load<F>(file: string, name: string): Promise<F> {
    const code = await bundle(`export * from '${inRepository('docs/samples/with-client', file)}'`, {
      format: 'iife',
      globalName: 'sample',
      logLevel: 'error',
    });
    const globals = {
      window,
      globalThis: { fetch, location: window.location },
      Request: PageRequest,
      setTimeout,
    };
    const run = new Function(...Object.keys(globals), `${code}; return sample.${name};`);
    return run(...Object.values(globals)) as F;
  }

  return { load, send, window, calls, waits, tokens };
}

let page: ReturnType<typeof createPage>;
beforeEach(() => {
  page = createPage();
});

describe('login.js', () => {
  const login = async (credentials: object) => {
    const loginWithRetry = await page.load<(credentials: object) => Promise<object>>(
      'login.js',
      'loginWithRetry',
    );
    return loginWithRetry(credentials);
  };

  test('signs in', async () => {
    expect(await login(TEST_USER)).toMatchObject({
      status: 'signed_in',
      user: { email: TEST_USER.username },
    });
  });

  test('sends a wrong password once', async () => {
    await expect(login({ ...TEST_USER, password: 'wrongpass' })).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
    expect(page.calls).toEqual([publicPath('login')]);
  });

  test.each([
    ['crash', 'INTERNAL_ERROR'],
    ['unavailable', 'BAD_GATEWAY'],
    ['throttled', 'SERVICE_UNAVAILABLE'],
  ])('sends a login that fails with %s three times, then throws %s', async (name, code) => {
    const user = { ...TEST_USER, username: `${name}@client.example` };
    await expect(login(user)).rejects.toMatchObject({ code });
    expect(page.calls).toHaveLength(3);
    expect(page.waits).toHaveLength(2);
    for (const wait of page.waits) expect(wait).toBeGreaterThanOrEqual(1_000); // Retry-After
  });
});

describe('authenticated-request.js', () => {
  const order = async () => {
    const makeAuthenticatedRequest = await page.load<
      (endpoint: string, options: object) => Promise<Response>
    >('authenticated-request.js', 'makeAuthenticatedRequest');
    return makeAuthenticatedRequest('/orders', { method: 'POST' });
  };

  test('refreshes an expired token and repeats the request', async () => {
    await page.send(publicPath('login'), { method: 'POST', body: JSON.stringify(TEST_USER) });
    page.tokens.push(sandbox.expiredToken);
    const response = await order();
    expect(response.status).toBe(200);
    const refresh = publicPath('refresh');
    expect(page.calls).toEqual([refresh, '/orders', refresh, '/orders']);
    expect(page.window.location.href).toBe('/orders');
  });

  test('opens the login page if there is no session', async () => {
    expect((await order()).status).toBe(401);
    expect(page.window.location.href).toBe('/login');
  });
});
