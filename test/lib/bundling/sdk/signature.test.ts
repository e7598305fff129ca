/** The signature of the bundled clients, computed a second time from AWS's description. */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { DynamoDBClient, GetItemCommand } from '../../../../lib/bundling/sdk/client-dynamodb.ts';

let received: { headers: IncomingMessage['headers']; body: string } | undefined;
const server = createServer(async (request, response) => {
  received = { headers: request.headers, body: await text(request) };
  response.end('{}');
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

afterAll(async () => {
  delete process.env.AWS_SESSION_TOKEN;
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) =>
  createHmac('sha256', key).update(data).digest();

/** AWS: "Create a signed AWS API request". */
function sign({ headers, body }: NonNullable<typeof received>): string {
  const [, scope = '', signed = ''] =
    /Credential=test\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const names = signed.split(';');
  const canonical = [
    'POST',
    '/',
    '',
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((derived, part) => hmac(derived, part), 'AWS4test');
  return hmac(key, toSign).toString('hex');
}

test('is the one that AWS describes, with a session token too', async () => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_SESSION_TOKEN = 'session-token';
  const client = new DynamoDBClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 60_000,
      requestTimeout: 60_000,
      socketTimeout: 60_000,
      throwOnRequestTimeout: true,
    },
  });
  await client.send(new GetItemCommand({ TableName: 'ünïcode', Key: { sub: { S: 'a' } } }));
  client.destroy();
  if (!received) throw new Error('no request');
  const { authorization = '', ...headers } = received.headers;
  expect(headers['x-amz-security-token']).toBe('session-token');
  expect(authorization).toContain('x-amz-security-token');
  expect(/Signature=(\w+)/.exec(authorization)?.[1]).toBe(sign(received));
});
