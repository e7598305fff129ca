import assert from 'node:assert/strict';
import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { BASE_PATH, publicPath } from '../../contract/routes/index.ts';
import type { ApiResponse } from '../api.ts';
import { group } from '../check.ts';
import { expectStatus } from '../expect.ts';
import { STRANGER } from '../origins.ts';

const UNKNOWN_PATH = `${BASE_PATH}/auth/nothing`;

export const origins = [
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
    // API Gateway matches names of headers case-sensitively.
    'an allowed origin may read the gateway’s failure over HTTP/1.1, however it spells Origin':
      async ({ api, allowedOrigin }) => {
        for (const name of ['Origin', 'origin']) {
          const answer = await api.getOver('HTTP/1.1', UNKNOWN_PATH, { [name]: allowedOrigin });
          expectReadable(answer, allowedOrigin);
        }
      },
    'an allowed origin may read a failure, the gateway’s too': async ({ api, allowedOrigin }) => {
      const headers = { Origin: allowedOrigin };
      expectReadable(await api.call('refresh', { headers }), allowedOrigin);
      expectReadable(await api.send('GET', UNKNOWN_PATH, { headers }), allowedOrigin);
    },
  }),
  ...group('origins', ['allowedOrigin', 'http2'], {
    'an allowed origin may read the gateway’s failure over HTTP/2': async ({
      api,
      allowedOrigin,
    }) =>
      expectReadable(
        await api.getOver('HTTP/2', UNKNOWN_PATH, { origin: allowedOrigin }),
        allowedOrigin,
      ),
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

function expectReadable({ headers }: ApiResponse, origin: string): void {
  assert.equal(headers.get('access-control-allow-origin'), origin);
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase();
  for (const name of EXPOSED_HEADERS) {
    assert.ok(exposed.includes(name.toLowerCase()), `${name} must be exposed`);
  }
}
