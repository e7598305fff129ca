/**
 * The client that replaces the SDK's clients in every bundle. It consists of the SDK's own parts:
 * signer, retries and HTTP handler. It leaves out what these functions never use, because Lambda
 * loads and compiles all of it in a cold start: configuration files, endpoint rules, event streams,
 * and a schema for each shape of the service. AWS's JSON protocols need no schema, except for
 * binary values and times, which no adapter reads.
 */

import { randomUUID } from 'node:crypto';
import type { Agent as HttpAgent } from 'node:http';
import { Agent } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { constructStack } from '@smithy/core/client';
import { retryMiddleware, StandardRetryStrategy } from '@smithy/core/retry';
import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { readCredentials, readEndpoint, readRegion } from './environment.ts';
import { type ErrorClasses, toServiceError } from './service-error.ts';
import { Sha256 } from './sha256.ts';

/** What tells one service from another. */
export interface Service {
  /** Suffix of `AWS_ENDPOINT_URL_<id>` (AWS SDKs reference: "Service-specific endpoints"). */
  id: string;
  /** Start of the host name, and the service's name in a signature. */
  host: string;
  signingName: string;
  protocol: Protocol;
  errors: ErrorClasses;
}

/** Tells how a request names its operation. The body is the input in any case. */
type Protocol = (operation: string) => { path: string; headers: Record<string, string> };

/**
 * AWS JSON (Smithy: "AWS JSON 1.0 protocol").
 * @param target the part of `X-Amz-Target` before the operation
 */
export const awsJson =
  (version: '1.0' | '1.1', target: string): Protocol =>
  (operation) => ({
    path: '/',
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${target}.${operation}`,
    },
  });

/**
 * Operations of REST JSON that are `POST` and have all their input in the body (Smithy: "AWS
 * restJson1 protocol").
 */
export const restJson =
  (paths: Readonly<Record<string, string>>): Protocol =>
  (operation) => ({
    path: paths[operation] ?? '/',
    headers: { 'content-type': 'application/json' },
  });

/** The settings of `functions/adapters/clients.ts`. Nothing else is configurable. */
export interface ClientSettings {
  maxAttempts: number;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    socketTimeout: number;
    throwOnRequestTimeout: boolean;
    httpAgent?: HttpAgent;
    httpsAgent?: Agent;
  };
}

/** An operation with its input. A subclass is named after the SDK's command. */
export abstract class JsonCommand {
  abstract readonly operation: string;
  readonly input: object;

  constructor(input: object) {
    this.input = input;
  }
}

/** All clients without agents of their own share these connections, so that a host needs fewer. */
const httpsAgent = new Agent({ keepAlive: true, maxSockets: 50 });

/** What the middleware of a call shares, as in the SDK. */
interface Context {
  commandName: string;
  operation: string;
  __smithy_context: { abortSignal: AbortSignal | undefined };
}
interface Arguments {
  input: object;
  request: HttpRequest;
}
interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body?: NodeJS.ReadableStream | Buffer;
}
interface Result {
  response: Response;
  output: object;
}
type Next = (args: Arguments) => Promise<Result>;
type Middleware = (next: Next, context: Context) => Next;

/** The SDK's own stack, so that the adapters can add middleware as they do to the SDK's clients. */
interface Stack {
  add(middleware: Middleware, options: { step: string; priority?: string; name: string }): void;
  resolve(handler: Next, context: Context): Next;
}

export class JsonClient {
  readonly middlewareStack = constructStack() as unknown as Stack;
  readonly #service: Service;
  readonly #endpoint: URL;
  readonly #handler: NodeHttpHandler;

  constructor(service: Service, { maxAttempts, requestHandler }: ClientSettings) {
    const region = readRegion();
    this.#service = service;
    this.#endpoint = readEndpoint(service, region);
    this.#handler = new NodeHttpHandler({ httpsAgent, ...requestHandler });
    const add = (step: string, name: string, middleware: Middleware, priority = 'normal') =>
      this.middlewareStack.add(middleware, { step, name, priority });
    add(
      'serialize',
      'serialize',
      (next, { operation }) =>
        (args) =>
          next({ ...args, request: this.#createRequest(operation, args.input) }),
    );
    add('finalizeRequest', 'retry', createRetries(maxAttempts), 'high');
    add('finalizeRequest', 'sign', createSigning(service, region));
    add('deserialize', 'deserialize', (next) => async (args) => {
      const { response } = await next(args);
      return { response, output: await this.#read(response) };
    });
  }

  /** @throws {ServiceError} if the service answers with an error. */
  async send(
    { operation, input }: JsonCommand,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ): Promise<unknown> {
    const options = abortSignal === undefined ? {} : { abortSignal };
    const handle = this.middlewareStack.resolve(
      ({ request }) => this.#handler.handle(request, options) as Promise<never>,
      {
        commandName: `${operation}Command`,
        operation,
        // The retries take the signal from here.
        __smithy_context: { abortSignal },
      },
    );
    const { output } = await handle({ input, request: undefined as never });
    return output;
  }

  destroy(): void {
    this.#handler.destroy();
  }

  #createRequest(operation: string, input: object): HttpRequest {
    const { path, headers } = this.#service.protocol(operation);
    const { protocol, hostname, port, pathname } = this.#endpoint;
    const body = JSON.stringify(input);
    return new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: path === '/' ? pathname : `${pathname.replace(/\/$/, '')}${path}`,
      headers: {
        host: this.#endpoint.host,
        ...headers,
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-user-agent': 'chordian-auth',
        'amz-sdk-invocation-id': randomUUID(),
      },
      body,
    });
  }

  /** Reads a response to its end, inside the retries: a connection may break in its middle. */
  async #read(response: Response): Promise<object> {
    const { statusCode, headers, body = Buffer.alloc(0) } = response;
    const text = (Buffer.isBuffer(body) ? body : await buffer(body)).toString();
    const $metadata = { httpStatusCode: statusCode, requestId: headers['x-amzn-requestid'] };
    try {
      const output: object = text === '' ? {} : JSON.parse(text);
      if (statusCode < 300) return Object.assign(output, { $metadata });
      throw toServiceError(output, headers, this.#service.errors);
    } catch (error) {
      // The retries read the status and `Retry-After`.
      throw Object.defineProperties(error as Error, {
        $metadata: { value: $metadata, configurable: true, writable: true },
        $response: { value: response, enumerable: false },
      });
    }
  }
}

/** The first delay before a retry, as in the SDK's DynamoDB client. */
const BASE_DELAY_MS = 25;

function createRetries(maxAttempts: number): Middleware {
  const strategy = new StandardRetryStrategy({ maxAttempts, baseDelay: BASE_DELAY_MS });
  return retryMiddleware({
    maxAttempts: async () => maxAttempts,
    retryStrategy: async () => strategy,
  } as never) as unknown as Middleware;
}

function createSigning({ signingName }: Service, region: string): Middleware {
  const signer = new SignatureV4({
    credentials: readCredentials,
    region,
    service: signingName,
    sha256: Sha256,
    applyChecksum: false,
  });
  return (next) => async (args) =>
    next({ ...args, request: (await signer.sign(args.request)) as HttpRequest });
}
