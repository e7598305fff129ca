/** The clients of the bundles against the SDK's clients: the same calls and the same outcomes. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as sdkDynamo from '@aws-sdk/client-dynamodb';
import * as sdkSecrets from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as bundledDynamo from '../../../../lib/bundling/sdk/client-dynamodb.ts';
import * as bundledSecrets from '../../../../lib/bundling/sdk/client-secrets-manager.ts';

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}
type Answer = (response: ServerResponse) => void;

const received: Received[] = [];
let answers: Answer[] = [];
const server = createServer(async (request, response) => {
  received.push({ headers: request.headers, body: await text(request) });
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(response);
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(() => {
  received.length = 0;
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const json =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const exception = (type: string, status = 400) =>
  json(status, JSON.stringify({ __type: type, message: 'text' }));
const breaksOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"SecretString"');
  setImmediate(() => response.destroy());
};

const settings = (maxAttempts: number, requestTimeout = 60_000) => ({
  maxAttempts,
  requestHandler: {
    connectionTimeout: 60_000,
    requestTimeout,
    socketTimeout: requestTimeout,
    throwOnRequestTimeout: true,
  },
});
const INPUT = { SecretId: 'keys' };
const CREATE = {
  SDK: (tries: number, timeoutMs?: number) => {
    const client = new sdkSecrets.SecretsManagerClient(settings(tries, timeoutMs));
    return {
      client,
      send: (options: { abortSignal?: AbortSignal } = {}) =>
        client.send(new sdkSecrets.GetSecretValueCommand(INPUT), options),
    };
  },
  bundle: (tries: number, timeoutMs?: number) => {
    const client = new bundledSecrets.SecretsManagerClient(settings(tries, timeoutMs));
    return {
      client,
      send: (options: { abortSignal?: AbortSignal } = {}) =>
        client.send(new bundledSecrets.GetSecretValueCommand(INPUT), options),
    };
  },
};

describe.each(Object.entries(CREATE))('%s', (_, create) => {
  let made: ReturnType<(typeof CREATE)['SDK' | 'bundle']> | undefined;
  afterEach(() => made?.client.destroy());

  async function outcomeOf(tries: number, timeoutMs?: number) {
    made = create(tries, timeoutMs);
    const outcome = await made.send().then(
      (output) => ({ text: (output as { SecretString?: string }).SecretString }),
      (error: Error) => ({ name: error.name }),
    );
    return { ...outcome, requests: received.length };
  }

  test.each<[string, Answer[], number, object]>([
    ['an output', [json(200, '{"SecretString":"s"}')], 3, { text: 's', requests: 1 }],
    ['an empty output', [json(200, '{}')], 3, { text: undefined, requests: 1 }],
    [
      'an exception',
      [exception('ResourceNotFoundException')],
      3,
      { name: 'ResourceNotFoundException', requests: 1 },
    ],
    [
      'an exception with a namespace',
      [exception('com.amazonaws#DecryptionFailure')],
      3,
      { name: 'DecryptionFailure', requests: 1 },
    ],
    [
      'an exception named by the header',
      [json(400, '{}', { 'x-amzn-errortype': 'InvalidRequestException:http://x/' })],
      3,
      { name: 'InvalidRequestException', requests: 1 },
    ],
    ['no JSON', [json(200, 'secret')], 3, { name: 'SyntaxError', requests: 1 }],
    ['a page of a proxy', [json(503, '<html>')], 2, { name: 'SyntaxError', requests: 2 }],
    [
      'one failure, then an output',
      [exception('InternalServiceError', 500), json(200, '{"SecretString":"s"}')],
      3,
      { text: 's', requests: 2 },
    ],
    [
      'a broken connection, then an output',
      [breaksOff, json(200, '{"SecretString":"s"}')],
      3,
      { text: 's', requests: 2 },
    ],
    [
      'a failure of every try',
      [exception('InternalServiceError', 500)],
      2,
      { name: 'InternalServiceError', requests: 2 },
    ],
    ['no response', [() => {}], 1, { name: 'TimeoutError', requests: 1 }],
  ])('%s', async (name, given, tries, expected) => {
    answers = [...given];
    expect(await outcomeOf(tries, name === 'no response' ? 50 : undefined)).toEqual(expected);
  });

  test('an aborted signal ends the call without a further try', async () => {
    answers = [() => abort.abort()];
    const abort = new AbortController();
    made = create(3);
    await expect(made.send({ abortSignal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(received).toHaveLength(1);
  });
});

test('both clients send the same body, target, content type and signed scope', async () => {
  answers = [json(200, '{}')];
  for (const create of Object.values(CREATE)) {
    const { client, send } = create(1);
    await send();
    client.destroy();
  }
  const [bySdk, byBundle] = received.map(({ body, headers }) => ({
    body,
    target: headers['x-amz-target'],
    type: headers['content-type'],
    scope: /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1],
  }));
  expect(byBundle).toEqual(bySdk);
  expect(byBundle?.scope).toMatch(/^test\/\d{8}\/eu-west-1\/secretsmanager\/aws4_request$/);
});

test('a failed condition is told apart by its class and has the stored item', async () => {
  answers = [
    json(
      400,
      JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item: { sub: { S: 'alice' } },
      }),
    ),
  ];
  const input = { TableName: 'sessions', Key: { sub: { S: 'alice' } } };
  const bySdk = new sdkDynamo.DynamoDBClient(settings(1));
  const byBundle = new bundledDynamo.DynamoDBClient(settings(1));
  const failures = [
    await bySdk.send(new sdkDynamo.DeleteItemCommand(input)).catch((error) => error),
    await byBundle.send(new bundledDynamo.DeleteItemCommand(input)).catch((error) => error),
  ];
  bySdk.destroy();
  byBundle.destroy();
  expect(failures[0]).toBeInstanceOf(sdkDynamo.ConditionalCheckFailedException);
  expect(failures[1]).toBeInstanceOf(bundledDynamo.ConditionalCheckFailedException);
  for (const failure of failures) {
    expect(failure).toMatchObject({
      message: 'The conditional request failed',
      Item: { sub: { S: 'alice' } },
    });
  }
});
