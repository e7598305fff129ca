import { REQUEST_TOO_LARGE } from '../../contract/gateway.ts';
import { BASE_PATH } from '../../contract/routes/index.ts';
import { group } from '../check.ts';
import { expectError, expectStatus } from '../expect.ts';

export const gateway = group('gateway', [], {
  'an unknown path is NOT_FOUND': async ({ api }) =>
    void expectError(await api.send('GET', `${BASE_PATH}/auth/nothing`), 'NOT_FOUND'),
  'an unknown path with a signature of AWS’s kind is NOT_FOUND': async ({ api }) => {
    const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    expectError(await api.send('GET', `${BASE_PATH}/auth/nothing`, { headers }), 'NOT_FOUND');
  },
  // API Gateway does not let an API change the body of this response.
  'a body over the gateway’s limit gets a 413': async ({ api }) =>
    expectStatus(
      await api.call('login', { body: 'x'.repeat(REQUEST_TOO_LARGE.limitBytes + 1) }),
      REQUEST_TOO_LARGE.status,
    ),
});
