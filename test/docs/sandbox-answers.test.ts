/** What the page promises of the sandbox happens, and openapi.json describes what happens. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath, ROUTES, type RouteName } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { FAULTS } from '../../scenarios/faults.ts';
import { browserFetch } from './browser-fetch.ts';
import { validateResponse } from './openapi-validator.ts';
import { type RunningSandbox, sandboxProcess } from './sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await sandboxProcess();
});
afterAll(() => sandbox?.close());

/** A page that calls routes and holds each answer against openapi.json. */
function page() {
  const send = browserFetch(sandbox.url);
  return async (
    route: RouteName,
    { body, token }: { body?: object; token?: string | undefined } = {},
  ) => {
    const response = await send(publicPath(route), {
      method: ROUTES[route].method,
      ...(body && { body: JSON.stringify(body) }),
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    const setCookie = response.headers.getSetCookie();
    const headers = {
      ...Object.fromEntries(response.headers),
      ...(setCookie.length > 0 && { 'set-cookie': setCookie }),
    };
    expect(validateResponse(route, response.status, headers, text)).toEqual([]);
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

test('a session from beginning to end', async () => {
  const call = page();
  const { body } = await call('login', { body: TEST_USER });
  expect((await call('session', { token: body.token })).body.user.email).toBe(TEST_USER.username);
  const refreshed = await call('refresh');
  expect(refreshed.status).toBe(200);
  expect((await call('logout')).status).toBe(204);
  expect((await call('session', { token: refreshed.body.token })).body.error.code).toBe(
    'INVALID_TOKEN',
  );
  expect((await call('captcha')).status).toBe(200);
});

test('the published rows', async () => {
  expect((await page()('login', { body: TEST_USER })).status).toBe(200);
  expect(
    (await page()('login', { body: { ...TEST_USER, password: 'wrongpass' } })).body.error.code,
  ).toBe('INVALID_CREDENTIALS');
  expect((await page()('session', { token: sandbox.expiredToken })).body.error.code).toBe(
    'TOKEN_EXPIRED',
  );
});

test('requests without what they need', async () => {
  expect((await page()('login', { body: {} })).body.error.details).toMatchObject({
    field: 'username',
  });
  expect((await page()('refresh')).body.error.message).toBe('No refresh token available');
  expect((await page()('session')).body.error.code).toBe('NOT_AUTHENTICATED');
  expect((await page()('session', { token: 'a.b.c' })).body.error.code).toBe('INVALID_TOKEN');
});

describe('fault credentials', () => {
  test.concurrent.each(
    FAULTS.map(({ name, route, code, wrongPasswords = 0 }) => ({
      name,
      route,
      code,
      wrongPasswords,
    })),
  )('$name: $route answers $code', async ({ name, route, code, wrongPasswords }) => {
    const call = page();
    const user = { ...TEST_USER, username: `${name}@answers.example` };
    for (let typo = 0; typo < wrongPasswords; typo++) {
      await call('login', { body: { ...user, password: `wrongpass${typo}` } });
    }
    const first = await call('login', { body: user });
    const answer = route === 'login' ? first : await call(route, { token: first.body.token });
    expect(answer.body.error.code).toBe(code);
  });
});
