/** The log, the counters and the session of one request share one fingerprint of its network. */

import { beforeEach, expect, jest, test } from '@jest/globals';
import { cookieName } from '../../../contract/cookies.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';

const mac = await import('../../../functions/core/keys/mac.ts');
const computed: string[] = [];
jest.unstable_mockModule('../../../functions/core/keys/mac.ts', () => ({
  ...mac,
  computeMac: (key: Uint8Array, text: string) => {
    computed.push(text);
    return mac.computeMac(key, text);
  },
}));
const { handlersOf } = await import('../../support/handlers.ts');
const { signedIn, world } = await import('../../support/world.ts');

const sourceIp = '203.0.113.7';
beforeEach(() => {
  computed.length = 0;
});

test.each(['login', 'refresh'] as const)('%s computes it once', async (route) => {
  const ports = world();
  const { refreshToken } = await signedIn(ports);
  const handler = handlersOf(ports, { networks: ports.networks })[route];
  const request = {
    login: { body: JSON.stringify({ username: 'alice@example.com', password: 'correct horse' }) },
    refresh: { cookies: [`${cookieName('refresh', 'https')}=${refreshToken}`] },
  }[route];
  const { statusCode } = await handler(restEvent(route, { sourceIp, ...request }), lambdaContext());
  expect(statusCode).toBe(200);
  expect(computed.filter((text) => text === sourceIp)).toHaveLength(1);
});
