import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';

/** DynamoDB in this process: LevelDB in a directory, or in memory without one. */
export interface Dynamo {
  /** Answers one request whose body was read already. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  close(): Promise<void>;
}

/** @throws {Error} when another process holds the directory. */
export async function openDynamo(directory?: string): Promise<Dynamo> {
  const options = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(directory !== undefined && { path: directory }) };
  const server: Server = dynalite(options);
  // Nobody calls it there: its `close` shuts the database only after it has listened.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    handle(request, body, response) {
      const { method, url, headers } = request;
      server.emit('request', Object.assign(Readable.from([body]), { method, url, headers }), response);
    },
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}
