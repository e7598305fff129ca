import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { damaged } from '../state.ts';

/** DynamoDB in this process: LevelDB in a directory, or in memory without one. */
export interface Dynamo {
  /** Answers one request whose body was read already. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  close(): Promise<void>;
}

interface LevelDatabase {
  open(): Promise<void>;
  close(): Promise<void>;
}

/** The LevelDB that dynalite itself uses. */
const fromDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
const { Level } = fromDynalite('level') as { Level: new (directory: string) => LevelDatabase };

/**
 * Whether another process holds the database of a directory. LevelDB's lock ends with its process,
 * however that ends; dynalite meets it only with the first request, and crashes.
 */
export async function isInUse(directory: string): Promise<boolean> {
  return (await whyClosed(directory))?.code === 'LEVEL_LOCKED';
}

/** What keeps the database of a directory from being opened; undefined when nothing does. */
async function whyClosed(directory: string): Promise<NodeJS.ErrnoException | undefined> {
  if (!existsSync(directory)) return undefined;
  const database = new Level(directory);
  try {
    await database.open();
    return undefined;
  } catch (error) {
    return ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  } finally {
    await database.close();
  }
}

/** @throws {Error} naming the directory and the way out, if its database does not open. */
export async function openDynamo(directory?: string): Promise<Dynamo> {
  const cause = directory === undefined ? undefined : await whyClosed(directory);
  if (directory !== undefined && cause !== undefined) throw damaged(directory, cause);
  const options = {
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(directory !== undefined && { path: directory }),
  };
  const server: Server = dynalite(options);
  // Nobody calls it there: its `close` shuts the database only after it has listened.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    handle(request, body, response) {
      const { method, url, headers } = request;
      server.emit(
        'request',
        Object.assign(Readable.from([body]), { method, url, headers }),
        response,
      );
    },
    close: () =>
      new Promise((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      ),
  };
}
