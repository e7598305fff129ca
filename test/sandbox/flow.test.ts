/** The routes and the site over HTTP, with the handlers that are deployed. */

import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SESSION } from '../../contract/limits.ts';
import { publicPath, type RouteName, routeOf } from '../../contract/routes/index.ts';
import {
  type SessionResponse,
  sessionResponse,
  type TokenResponse,
  tokenResponse,
} from '../../contract/schemas/index.ts';
import { connectSandbox } from '../../sandbox/connect.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from './support.ts';

const stateDir = temporaryDirectory();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    stateDir,
    quiet: true,
    allowedOrigins: ['https://app.example'],
  });
});
afterAll(() => sandbox.close());

const call = (name: RouteName, init: RequestInit = {}) =>
  fetch(sandbox.url + publicPath(name), { method: routeOf(name).method, ...init });

const setCookieOf = (response: Response): string => response.headers.getSetCookie()[0] ?? '';
/** The `Cookie` header that a client sends after a response. */
const cookieOf = (response: Response): string => setCookieOf(response).split(';')[0] ?? '';

async function signIn(headers: Record<string, string> = {}) {
  const response = await call('login', { body: JSON.stringify(sandbox.user), headers });
  return { response, cookie: cookieOf(response), ...((await response.json()) as TokenResponse) };
}

const session = (token: string) =>
  call('session', { headers: { Authorization: `Bearer ${token}` } });
const refresh = (Cookie: string) => call('refresh', { headers: { Cookie } });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('a session', () => {
  test('starts at login, can be read and refreshed, and ends at logout', async () => {
    const { response, cookie, token, ...rest } = await signIn();
    expect(response.status).toBe(200);
    expect(tokenResponse.safeParse({ token, ...rest }).success).toBe(true);
    expect(setCookieOf(response)).toMatch(/^refresh_token=[^;]+/);
    expect(setCookieOf(response)).toMatch(/HttpOnly/i);
    expect(setCookieOf(response)).toMatch(/SameSite=Strict/i);
    expect(setCookieOf(response)).toMatch(new RegExp(`Max-Age=${SESSION.lifetime}`));
    expect(setCookieOf(response)).not.toMatch(/Secure/i);

    const current = (await (await session(token)).json()) as SessionResponse;
    expect(sessionResponse.safeParse(current).success).toBe(true);
    expect(current.user).toMatchObject({ email: sandbox.user.username, groups: ['members'] });

    const refreshed = await refresh(cookie);
    expect(refreshed.status).toBe(200);
    expect(cookieOf(refreshed)).not.toBe(cookie);
    const next = (await refreshed.json()) as TokenResponse;
    expect((await session(next.token)).status).toBe(200);

    const loggedOut = await call('logout', { headers: { Cookie: cookieOf(refreshed) } });
    expect(loggedOut.status).toBe(204);
    expect(setCookieOf(loggedOut)).toMatch(/^refresh_token=;.*Max-Age=0/);
    expect(await codeOf(await session(next.token))).toBe('INVALID_TOKEN');
    expect(await codeOf(await refresh(cookieOf(refreshed)))).toBe('INVALID_REFRESH_TOKEN');
    expect((await call('logout')).status).toBe(204);
  });

  test('gets the same new cookie from two simultaneous refreshes with one cookie', async () => {
    const { cookie } = await signIn();
    const answers = await Promise.all([refresh(cookie), refresh(cookie)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
  });

  test('ends if a cookie of an older generation is used', async () => {
    const { cookie, token } = await signIn();
    const second = cookieOf(await refresh(cookie));
    const third = cookieOf(await refresh(second));
    expect(await codeOf(await refresh(cookie))).toBe('INVALID_REFRESH_TOKEN');
    expect(await codeOf(await session(token))).toBe('INVALID_TOKEN');
    expect(await codeOf(await refresh(third))).toBe('INVALID_REFRESH_TOKEN');
  });

  test('keeps its cookie for a time after two refreshes with the one before', async () => {
    const { cookie } = await signIn();
    const next = cookieOf(await refresh(cookie));
    expect(cookieOf(await refresh(cookie))).toBe(next);
    const again = await refresh(next);
    expect(again.status).toBe(200);
    expect(again.headers.getSetCookie()).toEqual([]);
    const { token } = (await again.json()) as TokenResponse;
    expect((await session(token)).status).toBe(200);
    expect(cookieOf(await refresh(cookie))).toBe(next);
  });

  test('ends if its cookie is sent with a new login', async () => {
    const first = await signIn();
    await signIn({ Cookie: first.cookie });
    expect(await codeOf(await session(first.token))).toBe('INVALID_TOKEN');
  });
});

describe('a login from a page', () => {
  const loginFrom = (Origin: string) =>
    call('login', { body: JSON.stringify(sandbox.user), headers: { Origin } });

  test('succeeds from its own, from local and from allowed origins only', async () => {
    expect((await loginFrom(sandbox.url)).status).toBe(200);
    const allowed = await loginFrom('https://app.example');
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    const local = await loginFrom('http://localhost:5173');
    expect(local.status).toBe(200);
    expect(local.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(await codeOf(await loginFrom('https://elsewhere.example'))).toBe('ORIGIN_NOT_ALLOWED');
    expect(await codeOf(await loginFrom('null'))).toBe('ORIGIN_NOT_ALLOWED');
  });
});

describe('the site', () => {
  const get = (path: string, init: RequestInit = {}) => fetch(sandbox.url + path, init);

  test('serves the page with a policy, the files it loads and the modules of the client', async () => {
    const home = await get('/');
    const policy = home.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/unsafe|blob:/);
    const files = [...(await home.text()).matchAll(/(?:src|href)="(\/sandbox\/[^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    expect(files.length).toBeGreaterThan(0);
    const modules = ['client', 'element', 'account', 'worker'].map(
      (name) => `/sandbox/client/${name}.js`,
    );
    for (const path of [...files, ...modules]) expect((await get(path)).status).toBe(200);
  });

  test('runs a recipe and returns its requests and responses', async () => {
    const response = await get('/sandbox/try/no-cookie', { method: 'POST' });
    expect(await response.json()).toEqual([
      {
        request: expect.objectContaining({ method: 'POST' }),
        response: expect.objectContaining({ status: 400 }),
      },
    ]);
  });

  test.each([
    ['/sandbox/try/nothing', 'POST', 404],
    ['/sandbox/try/no-cookie', 'GET', 404],
    ['/sandbox/../../package.json', 'GET', 404],
    ['/sandbox/%2e%2e%2fsite.ts', 'GET', 404],
    ['/sandbox/nothing.js', 'GET', 404],
    ['/', 'POST', 405],
  ])('returns the status for %s with %s: %i', async (path, method, status) => {
    expect((await get(path, { method })).status).toBe(status);
  });

  test('returns 403 if another site runs a recipe', async () => {
    expect(
      (
        await get('/sandbox/try/success', {
          method: 'POST',
          headers: { 'Sec-Fetch-Site': 'cross-site' },
        })
      ).status,
    ).toBe(403);
  });

  test('returns 403 to another site, also if its name points to this machine', async () => {
    const { url: awsUrl } = await connectSandbox(stateDir);
    for (const target of [`${sandbox.url}/sandbox/mailbox.json`, awsUrl]) {
      const { hostname, port } = new URL(target);
      const headers = { Host: `elsewhere.example:${port}` };
      const [answer] = (await once(request(target, { headers }).end(), 'response')) as [
        IncomingMessage,
      ];
      expect([hostname, answer.resume().statusCode]).toEqual([hostname, 403]);
    }
    const mail = { method: 'POST', headers: { Origin: 'https://elsewhere.example' } };
    const sent = await fetch(`${awsUrl}/v2/email/outbound-emails`, { ...mail, body: '{}' });
    expect(sent.status).toBe(403);
    for (const name of ['127.0.0.1', 'app.localhost']) {
      const target = sandbox.url.replace('localhost', '127.0.0.1');
      const headers = { Host: new URL(target).host.replace('127.0.0.1', name) };
      const read = request(`${target}/sandbox/mailbox.json`, { headers }).end();
      const [answer] = (await once(read, 'response')) as [IncomingMessage];
      expect(answer.resume().statusCode).toBe(200);
    }
  });

  test.each(['/api/auth/openapi.json', '/openapi.json'])(
    'names the refresh cookie in %s as the sandbox sets it',
    async (path) => {
      const { components } = (await (await get(path)).json()) as {
        components: { securitySchemes: Record<string, { in?: string; name?: string }> };
      };
      const names = Object.values(components.securitySchemes)
        .filter((scheme) => scheme.in === 'cookie')
        .map(({ name }) => name);
      expect(names).toEqual(['refresh_token']);
    },
  );

  test('serves the OpenAPI description', async () => {
    expect(await (await get('/api/auth/openapi.json')).json()).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/),
    });
  });
});

test('a process can start only one sandbox', async () => {
  await expect(startSandbox({ port: 0, stateDir })).rejects.toThrow(/can start only one sandbox/);
});
