/** The checks that follow from a route's declaration. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '../../conformance/api.ts';
import type { Check, Deployment } from '../../conformance/check.ts';
import { skeletonOf } from '../../conformance/skeleton.ts';
import { ROUTES, type Route, type RouteTable, takesBearer } from '../../contract/routes/index.ts';
import { loginRequest } from '../../contract/schemas/index.ts';
import { THIRTY_ROUTES } from '../support/thirty-routes.ts';

const groupOf = ({ method, path }: Route) => `${method} ${path}`;
const namesOf = (checks: readonly Check[]) => checks.map(({ name }) => name);

/** Records the requests. Every answer breaks the contract, so that checks stop at the first. */
const requests: string[] = [];
const server = createServer(({ method, url }, response) => {
  requests.push(`${method} ${url}`);
  response.end();
});
let deployment: Deployment;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  deployment = {
    api: new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    user: { username: 'x', password: 'x' },
    expiredToken: 'x',
    allowedOrigin: 'https://app.example',
    sandbox: true,
    es256: true,
    signUp: true,
    passwordless: true,
    passkeys: true,
    mfa: true,
    http2: true,
  };
});
afterAll(() => void server.close());

/** Runs the checks and returns their requests. */
async function collectRequests(checks: readonly Check[]): Promise<Set<string>> {
  requests.length = 0;
  for (const check of checks) await check.run(deployment).catch(() => {});
  return new Set(requests);
}

test.each([
  ['the API', ROUTES],
  ['thirty planted routes', THIRTY_ROUTES],
])('has a group for each route: %s', (_, routes: RouteTable) => {
  const groups = new Set(skeletonOf(routes).map(({ group }) => group));
  expect([...groups]).toEqual(Object.values(routes).map(groupOf));
});

describe.each(Object.values(THIRTY_ROUTES).map((route) => [groupOf(route), route] as const))(
  '%s',
  (name, route) => {
    const checks = skeletonOf(THIRTY_ROUTES).filter(({ group }) => group === name);
    const path = `/api${route.path.replaceAll(/\{\w+\}/g, 'conformance')}`;

    test('is called with values for its path parameters', async () => {
      const sent = await collectRequests(checks);
      expect(sent).toContain(`${route.method} ${path}`);
      expect(sent).toContain(`OPTIONS ${path}`);
      expect([...sent].filter((request) => !request.endsWith(` ${path}`))).toEqual([]);
    });

    test('has the checks of its credential and body', () => {
      const has = (pattern: RegExp) => namesOf(checks).some((each) => pattern.test(each));
      expect({
        declared: has(/an answer that the route declares$/),
        otherMethod: has(/^a method that the path does not have/),
        preflight: has(/^a preflight from an allowed origin/),
        origin: has(/is ORIGIN_NOT_ALLOWED$/),
        bearer: has(/is NOT_AUTHENTICATED$/),
        token: has(/is INVALID_TOKEN$/),
        body: has(/is BAD_REQUEST and names body$/),
      }).toEqual({
        declared: true,
        otherMethod: true,
        preflight: true,
        origin: route.credential !== 'none',
        bearer: takesBearer(route),
        token: takesBearer(route),
        body: route.body !== undefined,
      });
    });
  },
);

test('the methods of other routes on the same path are not unknown', async () => {
  const unknownMethods = skeletonOf(THIRTY_ROUTES).filter(
    ({ group, name }) => group === 'GET /auth/account' && name.startsWith('a method'),
  );
  // The path has GET, PATCH and DELETE. The check ends at the first answer that is not NOT_FOUND.
  expect(await collectRequests(unknownMethods)).toEqual(new Set(['POST /api/auth/account']));
});

test('a path with all methods has no check of an unknown method', () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  const routes = Object.fromEntries(
    methods.map((method) => [method, { ...ROUTES.session, method } satisfies Route]),
  );
  expect(namesOf(skeletonOf(routes))).not.toContainEqual(expect.stringMatching(/^a method/));
});

test.each([
  ['body', []],
  ['none', []],
  ['bearer', ['user']],
  ['bearer-else-cookie', ['user']],
  ['cookie', ['user']],
  ['cookie-or-bearer', ['user']],
] as const)('the body of a route with credential %s is checked with %j', (credential, needs) => {
  const route = { ...ROUTES.login, credential, body: loginRequest } satisfies Route;
  const bodyChecks = skeletonOf({ route }).filter(({ name }) => name.endsWith('names body'));
  expect(bodyChecks.map((check) => check.needs)).toEqual([needs, needs, needs]);
});
