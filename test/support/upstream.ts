/** A server with a configurable behaviour that replaces a service of AWS. */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface Upstream {
  url: string;
  /** The number of requests received. */
  requests: number;
  stop(): Promise<void>;
}

/** Handles a connection after its request has arrived. */
export type Behaviour = (socket: Socket) => void;

export const respondsWith = (
  status: number,
  body: string,
  type = 'application/x-amz-json-1.1',
): Behaviour => {
  const head = [
    `HTTP/1.1 ${status} Status`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return (socket) => socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
/** Responds like Cognito, with the name of the exception in `__type`. */
export const throws = (name: string, message: string, status = 400): Behaviour =>
  respondsWith(status, JSON.stringify({ __type: name, message }));

/** Sends a response whose body arrives one byte at a time and never ends. */
export const trickles: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{');
  const timer = setInterval(() => socket.write(' '), 5);
  socket.once('close', () => clearInterval(timer));
};

export async function startUpstream(behave: Behaviour): Promise<Upstream> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}); // The client may close the connection first.
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const [head = '', body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      text = '';
      upstream.requests += 1;
      behave(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const upstream: Upstream = {
    url: `http://127.0.0.1:${port}`,
    requests: 0,
    async stop() {
      for (const socket of open) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
  return upstream;
}
