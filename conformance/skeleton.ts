/** The checks that hold for any route. They follow from its declaration. */

import assert from 'node:assert/strict';
import {
  COMMON_CODES,
  cacheControlOf,
  METHODS,
  publicPathOf,
  type Route,
  type RouteTable,
  takesBearer,
} from '../contract/routes/index.ts';
import type { Api, ApiResponse, Sending } from './api.ts';
import { type Check, type Deployment, group } from './check.ts';
import { expectBody, expectCommonHeaders, expectError, expectStatus } from './expect.ts';
import { FROM_ELSEWHERE } from './origins.ts';

/** All checks of the routes in a table. Each route has a group of its own. */
export const skeletonOf = (routes: RouteTable): Check[] =>
  Object.values(routes).flatMap((route) => [
    ...declarationChecks(route),
    ...methodChecks(route, routes),
    ...(route.credential === 'none' ? [] : originChecks(route)),
    ...(takesBearer(route) ? bearerChecks(route) : []),
    ...(route.body ? bodyChecks(route) : []),
    ...preflightChecks(route),
  ]);

/** A route that some deployments lack is checked only where it exists. */
const needsOf = ({ algorithm, setting }: Route): Check['needs'] => [
  ...(algorithm === 'ES256' ? (['es256'] as const) : []),
  ...(setting === undefined ? [] : ([setting] as const)),
];

const groupName = ({ method, path }: Route): string => `${method} ${path}`;

/** The path of a route, with a made-up value for each parameter. */
const examplePath = (route: Route): string =>
  publicPathOf(route).replaceAll(/\{\w+\}/g, 'conformance');

const call = (api: Api, route: Route, sending?: Sending): Promise<ApiResponse> =>
  api.send(route.method, examplePath(route), sending);

function declarationChecks(route: Route): Check[] {
  const declared: readonly string[] = [...route.codes, ...COMMON_CODES];
  return group(groupName(route), needsOf(route), {
    'a request without credentials and body gets an answer that the route declares': async ({
      api,
    }) => {
      const answer = await call(api, route);
      expectCommonHeaders(answer, answer.error ? 'no-store' : cacheControlOf(route));
      if (answer.error) {
        const { code } = answer.error;
        assert.ok(declared.includes(code), `${code} is not declared`);
        assert.ok(expectError(answer, code).status < 500, `${code} is not the caller’s mistake`);
        return;
      }
      expectStatus(answer, route.success.status);
      if ('body' in route.success) expectBody(answer, route.success.body);
      else assert.equal(answer.text, '');
    },
  });
}

function methodChecks(route: Route, routes: RouteTable): Check[] {
  const samePath = Object.values(routes).filter(({ path }) => path === route.path);
  const others = METHODS.filter((method) => samePath.every((each) => each.method !== method));
  if (others.length === 0) return [];
  return group(groupName(route), needsOf(route), {
    'a method that the path does not have is NOT_FOUND': async ({ api }) => {
      for (const method of others) {
        expectError(await api.send(method, examplePath(route)), 'NOT_FOUND');
      }
    },
  });
}

function originChecks(route: Route): Check[] {
  const rules = Object.entries(FROM_ELSEWHERE).map(([what, headers]) => [
    `${what} is ORIGIN_NOT_ALLOWED`,
    async ({ api }: Deployment) => {
      const sending = { headers, ...(route.body && { body: '{}' }) };
      const { details } = expectError(await call(api, route, sending), 'ORIGIN_NOT_ALLOWED');
      assert.equal(details.origin, headers.Origin, 'details.origin names the refused origin');
    },
  ]);
  return group(groupName(route), needsOf(route), Object.fromEntries(rules));
}

const UNSIGNED_TOKEN = `${[
  { alg: 'none', typ: 'JWT' },
  { sub: 'x', sid: 'x' },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')}.`;

const bearerChecks = (route: Route): Check[] =>
  group(groupName(route), needsOf(route), {
    'no Authorization header is NOT_AUTHENTICATED': async ({ api }) =>
      void expectError(await call(api, route), 'NOT_AUTHENTICATED'),
    'another scheme is NOT_AUTHENTICATED': async ({ api }) => {
      const headers = { Authorization: 'Basic eDp5' };
      expectError(await call(api, route, { headers }), 'NOT_AUTHENTICATED');
    },
    'a malformed token is INVALID_TOKEN': async ({ api }) =>
      void expectError(await call(api, route, { token: 'nonsense' }), 'INVALID_TOKEN'),
    'an unsigned token is INVALID_TOKEN': async ({ api }) =>
      void expectError(await call(api, route, { token: UNSIGNED_TOKEN }), 'INVALID_TOKEN'),
  });

/** Bodies that no schema accepts. */
const BAD_BODIES: Readonly<Record<string, string>> = {
  'no body': '',
  'invalid JSON': '{"username":',
  'an array': '[]',
};

function bodyChecks(route: Route): Check[] {
  const isAnonymous = route.credential === 'body' || route.credential === 'none';
  const rules = Object.entries(BAD_BODIES).map(([what, body]) => [
    `${what} is BAD_REQUEST and names body`,
    async ({ api, user }: Deployment) => {
      const signedIn = isAnonymous ? {} : await credentials(route, api, user);
      const headers = { 'Content-Type': 'application/json' };
      const answer = await call(api, route, { ...signedIn, body, headers });
      assert.equal(expectError(answer, 'BAD_REQUEST').details.field, 'body');
    },
  ]);
  return group(
    groupName(route),
    [...needsOf(route), ...(isAnonymous ? [] : (['user'] as const))],
    Object.fromEntries(rules),
  );
}

async function credentials(route: Route, api: Api, user: Deployment['user']): Promise<Sending> {
  const { token, cookie } = await api.signIn(user);
  return route.credential === 'cookie' ? { cookie } : { token };
}

/** The headers that a browser asks for: a JSON body and a token. */
const NEEDED_HEADERS = ['authorization', 'content-type'];

const preflightChecks = (route: Route): Check[] =>
  group(groupName(route), [...needsOf(route), 'allowedOrigin'], {
    'a preflight from an allowed origin allows it, with credentials, method and headers': async ({
      api,
      allowedOrigin,
    }) => {
      const headers = {
        Origin: allowedOrigin,
        'Access-Control-Request-Method': route.method,
        'Access-Control-Request-Headers': NEEDED_HEADERS.join(),
      };
      const answer = await api.send('OPTIONS', examplePath(route), { headers });
      assert.ok(answer.status < 300, `expected success, got ${answer.status}`);
      assert.equal(answer.headers.get('access-control-allow-origin'), allowedOrigin);
      assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
      assert.ok(
        listed(answer, 'access-control-allow-methods').includes(route.method.toLowerCase()),
        `${route.method} must be allowed`,
      );
      for (const name of NEEDED_HEADERS) {
        assert.ok(
          listed(answer, 'access-control-allow-headers').includes(name),
          `${name} must be allowed`,
        );
      }
    },
  });

const listed = ({ headers }: ApiResponse, name: string): string[] =>
  (headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);
