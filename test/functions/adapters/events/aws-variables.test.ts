import { expect, test } from '@jest/globals';
import { readEventBridgeAccess } from '../../../../functions/adapters/events/aws-variables.ts';

const RUNTIME = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
};

test('reads the region and the credentials of the Lambda runtime', () => {
  expect(readEventBridgeAccess(RUNTIME)).toEqual({
    url: new URL('https://events.eu-west-1.amazonaws.com'),
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
  });
});

test.each([
  [{ AWS_REGION: 'cn-north-1' }, 'https://events.cn-north-1.amazonaws.com.cn/'],
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
  [
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:2' },
    'http://127.0.0.1:2/',
  ],
])('with %j calls %s', (change, url) => {
  expect(readEventBridgeAccess({ ...RUNTIME, ...change }).url.href).toBe(url);
});

test.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
  'without %s throws an error that names it',
  (name) => {
    expect(() => readEventBridgeAccess({ ...RUNTIME, [name]: undefined })).toThrow(
      new TypeError(`missing environment variable: ${name}`),
    );
  },
);
