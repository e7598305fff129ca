/** An upstream on a real socket that answers as it is told, well or badly. */

import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface Upstream {
  url: string;
  /** How many requests came. */
  requests: number;
  stop(): Promise<void>;
}

/** What becomes of a connection that has sent its request. */
export type Behaviour = (socket: Socket) => void;

export const answers = (
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
/** As Cognito refuses: the exception's name in `__type`. */
export const throws = (name: string, message: string, status = 400): Behaviour =>
  answers(status, JSON.stringify({ __type: name, message }));

export async function startUpstream(behave: Behaviour): Promise<Upstream> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}); // the client may hang up first
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
