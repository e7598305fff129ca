import assert from 'node:assert/strict';
import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { BASE_PATH, publicPath, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import type { Answer } from '../api.ts';
import { group } from '../check.ts';
import { expectError, expectStatus } from '../expect.ts';

/** An origin that no deployment allows (RFC 2606). */
const STRANGER = 'https://stranger.example';

/** What browsers send from elsewhere. */
const FROM_ELSEWHERE: Record<string, Record<string, string>> = {
  'fetch from another site': {
    Origin: STRANGER,
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'cors',
  },
  'a form on another site': {
    Origin: STRANGER,
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
  },
  'a sandboxed frame': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'a sibling subdomain': { Origin: STRANGER, 'Sec-Fetch-Site': 'same-site' },
  'a browser without Fetch Metadata': { Origin: STRANGER },
};

export const origins = [
  ...group(
    'origins',
    [],
    Object.fromEntries(
      Object.entries(FROM_ELSEWHERE).map(([what, headers]) => [
        `${what} is ORIGIN_NOT_ALLOWED on every route that acts on a credential`,
        async ({ api }) => {
          for (const route of ['login', 'refresh', 'logout', 'session'] as const) {
            expectError(
              await api.call(route, { headers, ...(route === 'login' && { body: '{}' }) }),
              'ORIGIN_NOT_ALLOWED',
            );
          }
        },
      ]),
    ),
  ),
  ...group('origins', [], {
    'the API’s own origin passes': async ({ api }) => {
      expectStatus(
        await api.call('logout', {
          headers: { Origin: api.origin, 'Sec-Fetch-Site': 'same-origin' },
        }),
        204,
      );
    },
    'a preflight from a stranger allows nothing': async ({ api }) => {
      const headers = {
        Origin: STRANGER,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      };
      const answer = await api.send('OPTIONS', publicPath('login'), { headers });
      const allowed =
        answer.status < 300 && answer.headers.get('access-control-allow-origin') === STRANGER;
      assert.ok(!allowed, 'the stranger was allowed');
    },
  }),
  ...group('origins', ['allowedOrigin'], {
    'an allowed origin passes, and may read the answer': async ({ api, allowedOrigin }) => {
      const answer = await api.call('logout', {
        headers: { Origin: allowedOrigin, 'Sec-Fetch-Site': 'cross-site' },
      });
      expectStatus(answer, 204);
      expectReadable(answer, allowedOrigin);
    },
    'an allowed origin may read a failure, the gateway’s too': async ({ api, allowedOrigin }) => {
      expectReadable(
        await api.call('refresh', { headers: { Origin: allowedOrigin } }),
        allowedOrigin,
      );
      expectReadable(
        await api.send('GET', `${BASE_PATH}/auth/nothing`, { headers: { Origin: allowedOrigin } }),
        allowedOrigin,
      );
    },
    'a preflight from an allowed origin allows it, with credentials, method and headers': async ({
      api,
      allowedOrigin,
    }) => {
      for (const route of ROUTE_NAMES) {
        const { method } = routeOf(route);
        const headers = {
          Origin: allowedOrigin,
          'Access-Control-Request-Method': method,
          'Access-Control-Request-Headers': NEEDED.join(),
        };
        const answer = await api.send('OPTIONS', publicPath(route), { headers });
        assert.ok(answer.status < 300, `expected success for ${route}, got ${answer.status}`);
        assert.equal(answer.headers.get('access-control-allow-origin'), allowedOrigin);
        assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
        assert.ok(
          listed(answer, 'access-control-allow-methods').includes(method.toLowerCase()),
          `${method} must be allowed for ${route}`,
        );
        for (const name of NEEDED) {
          assert.ok(
            listed(answer, 'access-control-allow-headers').includes(name),
            `${name} must be allowed`,
          );
        }
      }
    },
  }),
  ...group('origins', ['allowedOrigin', 'user'], {
    'an allowed origin may sign in, and read its token': async ({ api, allowedOrigin, user }) => {
      const { answer } = await api.signIn(user, {
        headers: { Origin: allowedOrigin, 'Sec-Fetch-Site': 'same-site' },
      });
      expectReadable(answer, allowedOrigin);
    },
  }),
];

/** What a browser asks leave for: a JSON body and a token. */
const NEEDED = ['authorization', 'content-type'];

const listed = ({ headers }: Answer, name: string): string[] =>
  (headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);

function expectReadable({ headers }: Answer, origin: string): void {
  assert.equal(headers.get('access-control-allow-origin'), origin);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase();
  for (const name of EXPOSED_HEADERS) {
    assert.ok(exposed.includes(name.toLowerCase()), `${name} must be exposed`);
  }
}
