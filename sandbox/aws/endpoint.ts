import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { types } from 'node:util';
import { TIMEOUTS } from '../../contract/limits.ts';
import { isForOwnHost } from '../own-host.ts';
import { AwsException, TransportFault } from './exception.ts';

/**
 * One AWS service behind the endpoint. It returns the output of an operation. If it returns
 * undefined, it has taken over the response.
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
 * Listens at the one address that all SDK clients get as `AWS_ENDPOINT_URL`. The header
 * `X-Amz-Target` selects the service, by its prefix, and the operation. SES has a path instead.
 */
export async function listenAws(services: Readonly<Record<string, Service>>): Promise<Endpoint> {
  const server = createServer((request, response) => {
    if (isOfWebsite(request)) return void response.writeHead(403).end();
    respond(services, request, response).catch((error: unknown) => sendError(response, error));
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

/** A browser names the origin of a page in each POST. No SDK does. */
const isOfWebsite = (request: IncomingMessage): boolean =>
  request.headers.origin !== undefined || !isForOwnHost(request);

async function respond(
  services: Readonly<Record<string, Service>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const [prefix = '', operation = ''] = targetOf(request).split('.');
  const service = services[prefix];
  if (service === undefined) {
    throw new AwsException(
      'UnknownOperationException',
      `The sandbox does not support ${prefix}.${operation}`,
    );
  }
  const output = await service(operation, parseInput(body), { request, body, response });
  if (output !== undefined) send(response, 200, output);
}

/** The operations of REST JSON, by their path. */
const REST_TARGETS: Readonly<Record<string, string>> = {
  '/v2/email/outbound-emails': 'ses.SendEmail',
};

const targetOf = ({ headers, url = '' }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? REST_TARGETS[url] ?? '');

function parseInput(body: Buffer): object {
  try {
    return JSON.parse(body.toString()) as object;
  } catch {
    throw new AwsException('SerializationException', 'The request body must be JSON');
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof TransportFault) sendBroken(response, error.kind);
  else if (error instanceof AwsException) {
    send(response, error.status, { __type: error.type, message: error.message });
  } else send(response, 500, { __type: 'InternalErrorException', message: String(error) });
}

function sendBroken(response: ServerResponse, kind: TransportFault['kind']): void {
  switch (kind) {
    case 'no-response': {
      // Ends when the deployed function would stop waiting: here it waits longer, for emulators.
      const timer = setTimeout(() => response.socket?.resetAndDestroy(), TIMEOUTS.cognitoMs);
      response.once('close', () => clearTimeout(timer));
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'html':
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Service</title><h1>It works!</h1>');
      return;
    case 'empty-object':
      send(response, 200, {});
  }
}

/** Sends JSON. The AWS JSON protocol writes a point in time as seconds since the epoch. */
function send(response: ServerResponse, status: number, output: object): void {
  const body = JSON.stringify(
    output,
    function replaceDates(this: Record<string, unknown>, key, value: unknown) {
      const original = this[key];
      return types.isDate(original) ? original.getTime() / 1_000 : value;
    },
  );
  response
    .writeHead(status, {
      'Content-Type': 'application/x-amz-json-1.1',
      'x-amzn-RequestId': randomUUID(),
    })
    .end(body);
}
