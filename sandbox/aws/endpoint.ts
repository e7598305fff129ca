import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { types } from 'node:util';
import { AwsException } from '../cognito/exception.ts';
import { WireFault } from '../fault-proxy.ts';

/**
 * One AWS service behind the endpoint: it answers with an object, or takes the response and answers
 * by itself.
 */
export type Service = (
  operation: string,
  input: object,
  exchange: Exchange,
) => Promise<object | undefined> | object | undefined;

interface Exchange {
  request: IncomingMessage;
  body: Buffer;
  response: ServerResponse;
}

export interface Endpoint {
  url: string;
  close(): Promise<void>;
}

/**
 * The one address that `AWS_ENDPOINT_URL` gives every SDK client. `X-Amz-Target` says which service
 * and operation is meant.
 */
export async function listenAws(services: Readonly<Record<string, Service>>): Promise<Endpoint> {
  const server = createServer((request, response) => {
    answer(services, request, response).catch((error: unknown) => fail(response, error));
  });
  server.listen(0, '127.0.0.1');
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
  services: Readonly<Record<string, Service>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const [prefix = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const service = services[prefix];
  if (service === undefined) {
    throw new AwsException(
      'UnknownOperationException',
      `${prefix}.${operation} is not part of the sandbox`,
    );
  }
  const output = await service(operation, parse(body), { request, body, response });
  if (output !== undefined) send(response, 200, output);
}

function parse(body: Buffer): object {
  try {
    return JSON.parse(body.toString()) as object;
  } catch {
    throw new AwsException('SerializationException', 'The request is not JSON');
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof WireFault) misbehave(response, error.wire);
  else if (error instanceof AwsException) {
    send(response, error.status, { __type: error.type, message: error.message });
  } else send(response, 500, { __type: 'InternalErrorException', message: String(error) });
}

function misbehave(response: ServerResponse, wire: WireFault['wire']): void {
  switch (wire) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Service</title><h1>It works!</h1>');
      return;
    case 'empty':
      send(response, 200, {});
  }
}

/** Points in time are seconds since the epoch (AWS JSON protocol). */
function send(response: ServerResponse, status: number, output: object): void {
  const body = JSON.stringify(
    output,
    function replace(this: Record<string, unknown>, key, value: unknown) {
      const own = this[key];
      return types.isDate(own) ? own.getTime() / 1_000 : value;
    },
  );
  response
    .writeHead(status, {
      'Content-Type': 'application/x-amz-json-1.1',
      'x-amzn-RequestId': randomUUID(),
    })
    .end(body);
}
