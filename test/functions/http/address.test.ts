import { expect, test } from '@jest/globals';
import { cloudfrontAddress, gatewayAddress } from '../../../functions/http/address.ts';
import { httpRequest } from '../../../functions/http/request.ts';
import { type RequestOptions, restEvent } from '../../support/event.ts';
import { catchCode } from '../../support/failure.ts';

const SPOOFED = {
  'X-Forwarded-For': '203.0.113.9',
  Forwarded: 'for=203.0.113.9',
  'True-Client-IP': '203.0.113.9',
  'X-Real-IP': '203.0.113.9',
};
const addressFor = (readAddress: typeof gatewayAddress, options: RequestOptions) => {
  const event = restEvent('login', { sourceIp: '192.0.2.1', ...options });
  return readAddress(event, httpRequest(event));
};
const cloudfront = cloudfrontAddress(async () => 'origin-secret');
const VIEWER = 'X-Viewer-Address';

test('gatewayAddress returns the address of the connection and ignores headers', async () => {
  await expect(
    addressFor(gatewayAddress, { headers: { ...SPOOFED, [VIEWER]: '203.0.113.9' } }),
  ).resolves.toBe('192.0.2.1');
});

test('gatewayAddress returns an empty string if the event has no address', async () => {
  const event = { ...restEvent('login'), requestContext: undefined } as unknown as ReturnType<
    typeof restEvent
  >;
  await expect(gatewayAddress(event, httpRequest(event))).resolves.toBe('');
});

test.each(['198.51.100.7', '2001:db8:85a3::8a2e:370:7334'])(
  'cloudfrontAddress returns the viewer %s if the origin secret is correct',
  async (viewer) => {
    const headers = {
      ...SPOOFED,
      'CloudFront-Viewer-Address': '203.0.113.9:443',
      [VIEWER]: viewer,
      'X-Origin-Secret': 'origin-secret',
    };
    await expect(addressFor(cloudfront, { headers })).resolves.toBe(viewer);
  },
);

const untrusted: Record<string, Record<string, string>> = {
  'no secret': { [VIEWER]: '203.0.113.9' },
  'a wrong secret': { [VIEWER]: '203.0.113.9', 'X-Origin-Secret': 'origin-secreT' },
  'a part of the secret': { [VIEWER]: '203.0.113.9', 'X-Origin-Secret': 'origin' },
  'an empty secret': { [VIEWER]: '203.0.113.9', 'X-Origin-Secret': '' },
  'no viewer': { 'X-Origin-Secret': 'origin-secret' },
};
test.each(Object.entries(untrusted))(
  'cloudfrontAddress returns the address of the connection with %s',
  async (_, headers) => {
    await expect(addressFor(cloudfront, { headers })).resolves.toBe('192.0.2.1');
  },
);

test('cloudfrontAddress throws BAD_REQUEST if there are two different viewers', async () => {
  const headers = {
    [VIEWER]: ['203.0.113.9', '203.0.113.8'],
    'X-Origin-Secret': 'origin-secret',
  };
  await expect(catchCode(addressFor(cloudfront, { headers }))).resolves.toBe('BAD_REQUEST');
});
