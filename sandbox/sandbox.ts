import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TokenAlgorithm } from '../contract/algorithms.ts';
import { routesWith } from '../contract/routes/index.ts';
import { TEST_USER } from '../contract/test-user.ts';
import { type ScenarioUser, USERS } from '../scenarios/users.ts';
import type { Switches } from './aws/cognito.ts';
import { isInUse } from './aws/dynamo.ts';
import { startAws } from './aws/services.ts';
import { createTables } from './aws/tables.ts';
import { deleteExpired } from './aws/ttl.ts';
import { type UserPoolSettings, withDefaults } from './aws/user-pool.ts';
import { type Clock, systemClock } from './clock.ts';
import { saveEndpoint } from './connect.ts';
import {
  applyEnvironment,
  awsEnvironment,
  functionEnvironment,
  observabilityEnvironment,
  SECRET_IDS,
  TOKENS,
} from './environment.ts';
import { findIntervention } from './faults/gateway.ts';
import { signExpiredJwt, writeFirstKeyrings } from './first-keyrings.ts';
import { createGateway } from './gateway/gateway.ts';
import { loadHandlers, loadMailTrigger } from './handlers.ts';
import { listen, type RequestHandler } from './http-server.ts';
import { connectQueues } from './queues.ts';
import { openState, stateIn } from './state.ts';
import { DocsSite } from './web/docs.ts';
import { createSite } from './web/site.ts';

export interface SandboxOptions extends Partial<UserPoolSettings> {
  /** 0 selects a free port. */
  port: number;
  /** The directory of what the sandbox keeps between starts. */
  stateDir: string;
  /** Deletes the former state. Defaults to false. */
  fresh?: boolean;
  /** The clock of Cognito and the gateway. The functions always use the system clock. */
  clock?: Clock;
  /** Disables log lines. Defaults to false. */
  quiet?: boolean;
  /** The endpoint of a DynamoDB to use. Defaults to one in this process. */
  dynamo?: string;
  /** Users to create or change. Defaults to none. */
  users?: readonly ScenarioUser[];
  /** Like the deployed setting of the same name. Defaults to none. */
  allowedOrigins?: readonly string[];
  /** Like the deployed setting `tokens.algorithm`. Defaults to `HS256`. */
  algorithm?: TokenAlgorithm;
  /** What the fake of Cognito does where only a real user pool can settle it. */
  switches?: Partial<Switches>;
  /** The directory of a built documentation site. Defaults to the one that VitePress writes. */
  docsDir?: string;
  /** Called after each response. */
  onResponse?: (line: { method: string; path: string; status: number }) => void;
}

export interface Sandbox {
  url: string;
  documentationUrl: string;
  expiredToken: string;
  user: typeof TEST_USER;
  /** All ordinary users, `user` among them. */
  users: readonly ScenarioUser[];
  docs: DocsSite;
  close(): Promise<void>;
}

let hasStarted = false;

/**
 * Starts a sandbox in this process. The functions read their environment once, as in Lambda, so a
 * process can start only one sandbox.
 * @throws {Error} with `code` EADDRINUSE if the port is in use.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (hasStarted) {
    throw new Error(
      'A process can start only one sandbox: its functions keep their first environment',
    );
  }
  const { clock = systemClock, allowedOrigins = [], algorithm = 'HS256' } = options;
  const poolSettings = withDefaults(options);
  const { emailCodes, passkeys, mfa } = poolSettings;
  if (emailCodes && mfa === 'required') {
    throw new Error('Codes by e-mail cannot be combined with required second factors');
  }
  const ready = Promise.withResolvers<RequestHandler>();
  ready.promise.catch(() => {}); // A start can fail before any request waits for it.
  // Listens first: if another sandbox uses the port, its state must not change. Requests wait.
  const server = await listen(options.port, async (request) => (await ready.promise)(request));
  const closing: (() => unknown)[] = [() => server.close()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const url = `http://localhost:${server.port}`;
    const documentationUrl = `${url}/authentication/errors`;
    const state = stateIn(options.stateDir);
    if (await isInUse(state.dynamo)) {
      throw new Error(`Another sandbox uses ${state.directory}. Stop it first.`);
    }
    const { dynamo, users, switches } = options;
    const log = (line: string) => {
      if (!options.quiet) process.stdout.write(`${line}\n`);
    };
    const aws = await startAws(openState(state, options), {
      ...poolSettings,
      clock,
      dynamo,
      users,
      switches,
      log,
    });
    closing.push(() => aws.close());
    const keyring = await writeFirstKeyrings(aws.secrets, { algorithm, now: clock() });
    aws.secrets.put(SECRET_IDS.client, aws.pool.client.secret);
    closing.push(
      applyEnvironment({
        ...awsEnvironment(aws.url),
        ...functionEnvironment({
          ...poolSettings,
          documentationUrl,
          poolId: aws.pool.id,
          clientId: aws.pool.client.id,
          allowedOrigins: allowedOrigins.join(','),
          algorithm,
        }),
        ...observabilityEnvironment(options.quiet ? 'SILENT' : 'WARN'),
      }),
    );
    await prepareDatabase(clock());
    const { id: poolId, client } = aws.pool;
    saveEndpoint(state, {
      ...poolSettings,
      url: aws.url,
      poolId,
      clientId: client.id,
      algorithm,
    });
    hasStarted = true;
    const handlers = await loadHandlers();
    aws.writeMailsWith(await loadMailTrigger());
    closing.push(await connectQueues(aws));
    const expiredToken = await signExpiredJwt(keyring, { ...TOKENS, algorithm, now: clock() });
    const docs = new DocsSite(options.docsDir === undefined ? {} : { site: options.docsDir });
    closing.push(() => docs.close());
    const gateway = createGateway({
      handlers,
      routes: routesWith({
        algorithm,
        signUp: true,
        passwordless: emailCodes || passkeys,
        passkeys,
        mfa: mfa !== 'off',
      }),
      documentationUrl,
      clock,
      allowedOrigins,
      findIntervention,
    });
    const site = createSite({
      gateway,
      docs,
      url,
      expiredToken,
      emailCodes,
      passkeys,
      totp: mfa !== 'off',
      mails: aws.mails,
    });
    ready.resolve(async (request) => {
      const response = await site(request);
      options.onResponse?.({
        method: request.method ?? '',
        path: request.url ?? '',
        status: response.status,
      });
      return response;
    });
    const ordinary = [...USERS, ...(users ?? [])];
    return { url, documentationUrl, expiredToken, user: TEST_USER, users: ordinary, docs, close };
  } catch (error) {
    ready.reject(error); // Waiting requests get the envelope of an internal error.
    await close();
    throw error;
  }
}

/** Creates missing tables and deletes expired rows. */
async function prepareDatabase(now: number): Promise<void> {
  const database = new DynamoDBClient();
  await createTables(database);
  await deleteExpired(database, now);
  database.destroy();
}
