import { expect, test } from '@jest/globals';
import { signHeaders } from '../../../../functions/adapters/events/sign.ts';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

test('signs the request "post-vanilla" of the test suite of AWS as AWS does', () => {
  const headers = signHeaders(
    { method: 'POST', url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' },
    {
      credentials,
      region: 'us-east-1',
      service: 'service',
      now: Date.parse('2015-08-30T12:36:00Z'),
    },
  );
  expect(headers).toEqual({
    Host: 'example.amazonaws.com',
    'X-Amz-Date': '20150830T123600Z',
    Authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
      'SignedHeaders=host;x-amz-date, ' +
      'Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  });
});

/** The signature was computed by the signer of the AWS SDK. */
test('signs a body, headers and the token of a role as the SDK does', () => {
  const { Authorization, ...headers } = signHeaders(
    {
      method: 'POST',
      url: new URL('https://events.eu-west-1.amazonaws.com'),
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSEvents.PutEvents',
      },
      body: '{"Entries":[]}',
    },
    {
      credentials: { ...credentials, sessionToken: 'session/token==' },
      region: 'eu-west-1',
      service: 'events',
      now: Date.parse('2026-03-01T12:00:00.123Z'),
    },
  );
  expect(Authorization).toMatch(
    /Signature=86ac51d897cd1db0fdc4ac93ca4b8bd50e1dcc7d398171b1f019f48052b522cc$/,
  );
  expect(headers).toMatchObject({ 'X-Amz-Security-Token': 'session/token==' });
});
