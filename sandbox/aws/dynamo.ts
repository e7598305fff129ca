import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { damagedStateError } from '../state.ts';

/** A DynamoDB that the endpoint passes requests to. */
export interface Dynamo {
  /** Answers one request whose body was already read. */
  handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  close(): Promise<void>;
}

interface LevelDatabase {
  open(): Promise<void>;
  close(): Promise<void>;
}

/** The LevelDB version that dynalite uses. */
const requireFromDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
const { Level } = requireFromDynalite('level') as {
  Level: new (directory: string) => LevelDatabase;
};

/**
 * Whether another process has opened the database in a directory. The lock of LevelDB ends with its
 * process, even if that process is killed. Dynalite would open the database only at the first
 * request, and crash.
 */
export async function isInUse(directory: string): Promise<boolean> {
  return (await findOpenError(directory))?.code === 'LEVEL_LOCKED';
}

/** Returns the error that opening the database causes, or undefined if it opens. */
async function findOpenError(directory: string): Promise<NodeJS.ErrnoException | undefined> {
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

/**
 * Opens a DynamoDB in this process. Its data is in the directory, or in memory if there is none.
 * @throws {Error} that names the directory and a remedy, if the database does not open.
 */
export async function openDynamo(directory?: string): Promise<Dynamo> {
  const cause = directory === undefined ? undefined : await findOpenError(directory);
  if (directory !== undefined && cause !== undefined) throw damagedStateError(directory, cause);
  const options = {
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(directory !== undefined && { path: directory }),
  };
  const server: Server = dynalite(options);
  // No client uses this port, but `close` closes the database only if the server has listened.
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
