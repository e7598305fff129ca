import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { DOCUMENTATION_URL } from '../contract/errors/index.ts';
import { type Answer, ownAnswer } from './gateway/answer.ts';
import { newRequestId } from './gateway/event.ts';

/** Request line and headers of a REST API (AWS: "Amazon API Gateway quotas"). */
const HEADER_BYTES = 10_240;

/** What answers a request. It may throw: that becomes the envelope of a fault. */
export type Respond = (request: IncomingMessage) => Promise<Answer>;

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on localhost, which is `127.0.0.1` for some clients and `::1` for others.
 * @throws {Error} with `code` EADDRINUSE when the port is taken.
 */
export async function listen(port: number, respond: Respond): Promise<Listening> {
  const first = await listenOn('127.0.0.1', port, respond);
  const { port: taken } = first.address() as AddressInfo;
  const second = await listenOn('::1', taken, respond).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || port === 0) return undefined; // A machine without IPv6.
    first.close();
    throw error;
  });
  const servers = second === undefined ? [first] : [first, second];
  return { port: taken, close: async () => void (await Promise.all(servers.map(close))) };
}

async function listenOn(host: string, port: number, respond: Respond): Promise<Server> {
  const server = createServer({ maxHeaderSize: HEADER_BYTES }, (request, response) => {
    respond(request)
      .catch(() => refusal('DEFAULT_5XX'))
      .then((answer) => write(request, response, answer))
      .catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => refuse(socket as Socket));
  // An expectation that nobody knows, and a tunnel that nobody builds.
  server.on('checkExpectation', (request, response) =>
    write(request, response, refusal('DEFAULT_4XX')),
  );
  server.on('connect', (_request, socket) => refuse(socket as Socket));
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  // What is left of a body that nobody wanted would be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(body, () => {
    if (!request.complete) request.destroy();
  });
}

const refusal = (type: 'DEFAULT_4XX' | 'DEFAULT_5XX'): Answer =>
  ownAnswer(type, DOCUMENTATION_URL, { extendedRequestId: newRequestId(), origin: undefined });

/** Bytes that are no HTTP request never become one: the answer is written by hand. */
function refuse(socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const { status, headers, body } = refusal('DEFAULT_4XX');
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
