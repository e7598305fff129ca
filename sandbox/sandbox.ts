import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TEST_USER } from '../contract/test-user.ts';
import { isInUse } from './aws/dynamo.ts';
import { type Aws, startAws } from './aws/services.ts';
import { createTables } from './aws/tables.ts';
import { deleteExpired } from './aws/ttl.ts';
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
import { expiredJwt, firstKeyring } from './first-keyring.ts';
import { faultFront } from './front.ts';
import type { Answer } from './gateway/answer.ts';
import { createGateway } from './gateway/gateway.ts';
import { loadHandlers } from './handlers.ts';
import { listen, type Respond } from './http-server.ts';
import { openState, stateIn } from './state.ts';
import { DocsSite } from './web/docs.ts';
import { createSite } from './web/site.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  port: number;
  /** What outlives a restart. */
  stateDir: string;
  /** Forget what it holds. */
  fresh?: boolean;
  /** The time of Cognito and the gateway; the functions have the system's. */
  clock?: Clock;
  /** No log lines. */
  quiet?: boolean;
  /** Another DynamoDB instead of the one in this process, by its endpoint. */
  dynamo?: string;
  /** As the deployed setting of the same name. */
  allowedOrigins?: readonly string[];
  /** A documentation site that was built elsewhere. */
  docsDir?: string;
  /** Told of each answer. */
  onAnswer?: (line: { method: string; path: string; status: number }) => void;
}

export interface Sandbox {
  url: string;
  documentationUrl: string;
  expiredToken: string;
  user: typeof TEST_USER;
  docs: DocsSite;
  close(): Promise<void>;
}

let running = false;

/**
 * Starts everything in this process. The functions read the process's environment once, as in a
 * Lambda, so one process has one sandbox.
 * @throws {Error} with `code` EADDRINUSE when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (running) {
    throw new Error(
      'this process has had its sandbox: the functions keep the environment of the first',
    );
  }
  const { clock = systemClock, allowedOrigins = [] } = options;
  // The port comes first: if another sandbox has it, its state must stay untouched.
  let respond: Respond = () => new Promise(() => {});
  const server = await listen(options.port, (request) => respond(request));
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
    const aws = await startAws(openState(state, options), clock, options.dynamo);
    closing.push(() => aws.close());
    const keyring = prepareSecrets(aws, clock());
    closing.push(
      applyEnvironment({
        ...awsEnvironment(aws.url),
        ...functionEnvironment({
          documentationUrl,
          clientId: aws.pool.client.id,
          allowedOrigins: allowedOrigins.join(','),
        }),
        ...observabilityEnvironment(options.quiet ? 'SILENT' : 'WARN'),
      }),
    );
    const database = new DynamoDBClient();
    await createTables(database);
    await deleteExpired(database, clock());
    database.destroy();
    saveEndpoint(state, { url: aws.url, poolId: aws.pool.id });
    running = true;
    const handlers = await loadHandlers();
    const expiredToken = await expiredJwt(keyring, { ...TOKENS, now: clock() });
    const docs = new DocsSite(options.docsDir === undefined ? {} : { site: options.docsDir });
    closing.push(() => docs.close());
    const gateway = createGateway({
      handlers,
      documentationUrl,
      clock,
      allowedOrigins,
      front: faultFront,
    });
    const site = createSite({ gateway, docs, url, expiredToken });
    respond = async (request) => {
      const answer: Answer = await site(request);
      options.onAnswer?.({
        method: request.method ?? '',
        path: request.url ?? '',
        status: answer.status,
      });
      return answer;
    };
    return { url, documentationUrl, expiredToken, user: TEST_USER, docs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts the secrets where the functions look for them; gives the keyring's. */
function prepareSecrets({ secrets, pool }: Aws, now: number): string {
  const keyring = secrets.get(SECRET_IDS.keyring) ?? firstKeyring(now);
  secrets.put(SECRET_IDS.keyring, keyring);
  secrets.put(SECRET_IDS.client, pool.client.secret);
  return keyring;
}
