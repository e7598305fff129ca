import { BASE_PATH } from '../../contract/routes/index.ts';
import { group } from '../check.ts';
import { expectError } from '../expect.ts';

/** A body over the gateway's own limit of 10 MB (AWS: "API Gateway quotas"). */
const OVER_THE_GATEWAY_LIMIT = 11 * 1024 * 1024;

export const gateway = group('gateway', [], {
  'an unknown path is NOT_FOUND': async ({ api }) =>
    void expectError(await api.send('GET', `${BASE_PATH}/auth/nothing`), 'NOT_FOUND'),
  'an unknown path with a signature of AWS’s kind is NOT_FOUND': async ({ api }) => {
    const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    expectError(await api.send('GET', `${BASE_PATH}/auth/nothing`, { headers }), 'NOT_FOUND');
  },
  'a body over the gateway’s limit is PAYLOAD_TOO_LARGE': async ({ api }) => {
    expectError(
      await api.call('login', { body: 'x'.repeat(OVER_THE_GATEWAY_LIMIT) }),
      'PAYLOAD_TOO_LARGE',
    );
  },
});
