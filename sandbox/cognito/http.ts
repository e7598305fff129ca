/**
 * The fake on a socket: AWS JSON 1.1, so that the SDK's client can be pointed at it, and the public
 * keys of the tokens at `/{poolId}/.well-known/jwks.json`.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Cognito, isOperation } from './cognito.ts';
import { CognitoException } from './exception.ts';
import { OPERATIONS } from './operations/index.ts';
import { publicKeys } from './tokens/sign.ts';

const SERVICE = 'AWSCognitoIdentityProviderService';

/**
 * Answers one request of the AWS JSON protocol.
 * @param target the header `X-Amz-Target`.
 * @throws {CognitoException}
 */
export async function answerJson(
  cognito: Cognito,
  { target, body, isSigned }: { target: string; body: string; isSigned: boolean },
): Promise<string> {
  const [service, operation = ''] = target.split('.');
  if (service !== SERVICE) throw unknownOperation(target);
  return toJson(await answerOperation(cognito, { operation, input: parse(body), isSigned }));
}

/**
 * Runs the operation of a request, if the request may.
 * @throws {CognitoException}
 */
export async function answerOperation(
  cognito: Cognito,
  { operation, input, isSigned }: { operation: string; input: object; isSigned: boolean },
): Promise<object> {
  if (!isOperation(operation)) throw unknownOperation(`${SERVICE}.${operation}`);
  if (OPERATIONS[operation].authorization === 'iam' && !isSigned) {
    throw new CognitoException(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token',
    );
  }
  return cognito.handle(operation, input as never);
}

const unknownOperation = (target: string) =>
  new CognitoException('UnknownOperationException', `${target} is not part of this fake`);

function parse(body: string): object {
  try {
    const input: unknown = JSON.parse(body);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Refused below.
  }
  throw new CognitoException('SerializationException', 'The request is not a JSON object');
}

/** Points in time are seconds since the epoch (AWS JSON protocol). */
const toJson = (output: object): string =>
  JSON.stringify(output, function replace(this: Record<string, unknown>, key, value: unknown) {
    const own = this[key];
    return own instanceof Date ? own.getTime() / 1_000 : value;
  });

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Listens on the loopback address. `port` defaults to a free one. */
export async function listen(cognito: Cognito, port = 0): Promise<Listening> {
  const server = createServer((request, response) => {
    answer(cognito, request, response).catch((error: unknown) => fail(response, error));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  cognito: Cognito,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && request.url?.endsWith('/.well-known/jwks.json')) {
    write(response, 200, JSON.stringify(publicKeys()), 'application/json');
    return;
  }
  const body = Buffer.concat(await request.toArray()).toString();
  const target = String(request.headers['x-amz-target'] ?? '');
  const isSigned = request.headers.authorization !== undefined;
  write(response, 200, await answerJson(cognito, { target, body, isSigned }));
}

function fail(response: ServerResponse, error: unknown): void {
  const { name, message, status } =
    error instanceof CognitoException
      ? error
      : { name: 'InternalErrorException', message: String(error), status: 500 };
  response.setHeader('x-amzn-ErrorType', `${name}:`);
  write(response, status, JSON.stringify({ __type: name, message }));
}

function write(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'application/x-amz-json-1.1',
): void {
  response
    .writeHead(status, {
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(body),
      'x-amzn-RequestId': randomUUID(),
    })
    .end(body);
}
