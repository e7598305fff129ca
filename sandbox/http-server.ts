import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { DOCUMENTATION_URL } from '../contract/errors/index.ts';
import { generateRequestId } from './gateway/event.ts';
import { createGatewayResponse } from './gateway/response.ts';
import type { HttpResponse } from './http-response.ts';
import { acceptHttp2 } from './http2.ts';

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** The limit for the request line and the headers (AWS: "Amazon API Gateway quotas"). */
const MAX_HEADER_BYTES = 10_240;

/** Answers a request. If it throws, the client gets the envelope of an internal error. */
export type RequestHandler = (request: IncomingMessage) => Promise<HttpResponse>;

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on localhost. Some clients resolve that to `127.0.0.1`, others to `::1`.
 * @throws {Error} with `code` EADDRINUSE if the port is in use.
 */
export async function listen(port: number, handle: RequestHandler): Promise<Listening> {
  const first = await listenOn('127.0.0.1', port, handle);
  const { port: actualPort } = first.server.address() as AddressInfo;
  const second = await listenOn('::1', actualPort, handle).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || port === 0) return undefined; // The machine has no IPv6.
    first.server.close();
    throw error;
  });
  const servers = second === undefined ? [first] : [first, second];
  return { port: actualPort, close: async () => void (await Promise.all(servers.map(close))) };
}

async function listenOn(host: string, port: number, handle: RequestHandler): Promise<Listener> {
  const answer = (request: Request, response: Response) => {
    // Both protocols have these properties; the declared types of Node differ.
    handle(request as IncomingMessage)
      .catch(() => createErrorResponse('DEFAULT_5XX'))
      .then((result) => write(request, response, result))
      .catch(() => response.destroy());
  };
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, answer);
  server.on('clientError', (_error, socket) => rejectSocket(socket as Socket));
  // Node emits these for an `Expect` header other than `100-continue`, and for CONNECT.
  server.on('checkExpectation', (request, response) =>
    write(request, response, createErrorResponse('DEFAULT_4XX')),
  );
  server.on('connect', (_request, socket) => rejectSocket(socket as Socket));
  const endConnections = acceptHttp2(server, answer);
  server.listen(port, host);
  await once(server, 'listening');
  return { server, endConnections };
}

interface Listener {
  server: Server;
  endConnections(): void;
}

async function close({ server, endConnections }: Listener): Promise<void> {
  server.close();
  endConnections();
  await once(server, 'close');
}

function write(request: Request, response: Response, { status, headers, body }: HttpResponse) {
  if (response instanceof Http2ServerResponse) {
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  // On a connection that stays open, the unread rest of a body would be parsed as a request.
  if (!request.complete) response.setHeader('Connection', 'close');
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(body, () => {
    if (!request.complete) request.destroy();
  });
}

const createErrorResponse = (type: 'DEFAULT_4XX' | 'DEFAULT_5XX'): HttpResponse =>
  createGatewayResponse(type, DOCUMENTATION_URL, {
    extendedRequestId: generateRequestId(),
    rawHeaders: [],
  });

/** Answers bytes that are not an HTTP request. Node has no response object for them. */
function rejectSocket(socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const { status, headers, body } = createErrorResponse('DEFAULT_4XX');
  const lines = Object.entries({
    ...headers,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} Bad Request`, ...lines, '', body].join('\r\n'));
}
