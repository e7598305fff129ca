import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CLIENT_SECRET, signInOutput } from './cognito.ts';
import { createTable } from './dynamodb.ts';
import { keyEntry, keyringOf } from './keys.ts';
import { VARIABLES } from './variables.ts';

/**
 * Everything that the deployed functions reach, on this machine, and the environment that leads
 * them there.
 */
export interface Deployment {
  /** Operations that reached a service since the last reset, in order: `DynamoDB.UpdateItem`. */
  readonly calls: readonly string[];
  /** Waits for requests of an earlier test to end, then forgets its calls. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const SECRETS: Readonly<Record<string, string>> = {
  'token-keys': JSON.stringify(keyringOf(keyEntry('token-1'))),
  'service-keys': JSON.stringify(keyringOf(keyEntry('service-1'))),
  'client-secret': CLIENT_SECRET,
  'origin-secret': 'origin-secret',
};

export async function startDeployment(): Promise<Deployment> {
  const calls: string[] = [];
  const open = new Set<Promise<unknown>>();
  /** Records a request, and returns its operation. */
  const record = ({ headers }: IncomingMessage, response: ServerResponse): string => {
    const [service = '', name] = String(headers['x-amz-target']).split('.');
    const operation = `${service.replace(/_\d+$/, '')}.${name}`;
    calls.push(operation);
    const closed = new Promise((resolve) => response.once('close', resolve));
    open.add(closed);
    void closed.then(() => open.delete(closed));
    return operation;
  };

  const database = dynalite({ createTableMs: 0 });
  database.prependListener('request', record);
  // Cognito and Secrets Manager speak one protocol.
  const services = createServer(async (request, response) => {
    const operation = record(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.stringify(answerTo(operation, Buffer.concat(chunks).toString()));
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(body);
  });
  const [databaseUrl, servicesUrl] = await Promise.all([listening(database), listening(services)]);

  Object.assign(process.env, {
    AWS_ENDPOINT_URL: servicesUrl,
    AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
    ...VARIABLES,
  });
  const client = new DynamoDBClient({});
  await Promise.all([
    createTable(client, 'sessions', 'sessions'),
    createTable(client, 'attempts', 'attempts'),
  ]);
  client.destroy();
  calls.length = 0;
  return {
    calls,
    reset: async () => {
      await Promise.all(open);
      calls.length = 0;
    },
    stop: async () => {
      await Promise.all([database, services].map(closed));
    },
  };
}

function answerTo(operation: string, body: string): unknown {
  if (operation === 'secretsmanager.GetSecretValue') {
    return { SecretString: SECRETS[(JSON.parse(body) as { SecretId: string }).SecretId] };
  }
  return operation === 'AWSCognitoIdentityProviderService.InitiateAuth' ? signInOutput() : {};
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
