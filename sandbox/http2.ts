/**
 * HTTP/2 without TLS beside HTTP/1.1 on one port. A client starts it with prior knowledge
 * (RFC 9113 section 3.3). The deployed API has HTTP/2 over TLS. The protocol decides how a request
 * spells its headers.
 */

import type { Server } from 'node:http';
import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';

/** The first bytes of an HTTP/2 connection (RFC 9113 section 3.4). No HTTP/1.1 request has them. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n');

/**
 * Lets a server accept HTTP/2 connections, too.
 * @returns a function that ends all connections of the server.
 */
export function acceptHttp2(
  server: Server,
  answer: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): () => void {
  const sockets = new Set<Socket>();
  const http2 = createServer(answer);
  const http1 = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (start) => {
      socket.pause();
      socket.unshift(start);
      if (start.subarray(0, PREFACE.length).equals(PREFACE)) http2.emit('connection', socket);
      else for (const listener of http1) listener.call(server, socket);
      process.nextTick(() => socket.resume());
    });
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
