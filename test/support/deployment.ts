import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CLIENT_ID, CLIENT_SECRET, signInOutput } from './cognito.ts';
import { createTable } from './dynamodb.ts';
import { keyEntry } from './keys.ts';

/**
 * Emulators of the services that the deployed functions call. The environment variables of this
 * process point to them.
 */
export interface Deployment {
  /** Operations that reached a service, in order: `DynamoDB.UpdateItem`. A test may empty it. */
  calls: string[];
  stop(): Promise<void>;
}

const SECRETS: Readonly<Record<string, string>> = {
  keyring: JSON.stringify({ keys: [keyEntry('k1')] }),
  'client-secret': CLIENT_SECRET,
  'origin-secret': 'origin-secret',
};

export async function startDeployment(): Promise<Deployment> {
  const calls: string[] = [];
  const recordCall = ({ headers }: IncomingMessage) => {
    const [service = '', operation] = String(headers['x-amz-target']).split('.');
    calls.push(`${service.replace(/_\d+$/, '')}.${operation}`);
  };

  const database = dynalite({ createTableMs: 0 });
  database.prependListener('request', recordCall);
  // Cognito and Secrets Manager use the same protocol.
  const services = createServer(async (request, response) => {
    recordCall(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.stringify(respondTo(String(calls.at(-1)), Buffer.concat(chunks).toString()));
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(body);
  });
  const [databaseUrl, servicesUrl] = await Promise.all([
    startListening(database),
    startListening(services),
  ]);

  Object.assign(process.env, {
    AWS_ENDPOINT_URL: servicesUrl,
    AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
    KEYRING_SECRET_ID: 'keyring',
    SESSIONS_TABLE: 'sessions',
    ATTEMPTS_TABLE: 'attempts',
    TOKEN_ISSUER: 'https://auth.example.com',
    TOKEN_AUDIENCE: 'chordian',
    USER_POOL_CLIENT_ID: CLIENT_ID,
    USER_POOL_CLIENT_SECRET_ID: 'client-secret',
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
    stop: async () => {
      await Promise.all([database, services].map(close));
    },
  };
}

function respondTo(operation: string, body: string): unknown {
  if (operation === 'secretsmanager.GetSecretValue') {
    return { SecretString: SECRETS[(JSON.parse(body) as { SecretId: string }).SecretId] };
  }
  return operation === 'AWSCognitoIdentityProviderService.InitiateAuth' ? signInOutput() : {};
}

async function startListening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
