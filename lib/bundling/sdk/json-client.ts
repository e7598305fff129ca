/**
 * The client that replaces the SDK's clients in every bundle. It consists of the SDK's own parts:
 * signer, retries and HTTP handler. It leaves out what these functions never use, because Lambda
 * loads and compiles all of it in a cold start: configuration files, endpoint rules, event streams,
 * and a schema for each shape of the service. AWS's JSON protocols need no schema, except for
 * binary values and times, which no adapter reads.
 */

import { randomUUID } from 'node:crypto';
import { Agent } from 'node:https';
import { buffer } from 'node:stream/consumers';
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
  /** The part of `X-Amz-Target` before the operation. */
  target: string;
  jsonVersion: '1.0' | '1.1';
  errors: ErrorClasses;
}

/** The settings of `functions/adapters/clients.ts`. Nothing else is configurable. */
export interface ClientSettings {
  maxAttempts: number;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout: number;
    socketTimeout: number;
    throwOnRequestTimeout: boolean;
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

type RetryOptions = Parameters<typeof retryMiddleware>[0];
type Next = Parameters<ReturnType<typeof retryMiddleware>>[0];

/** All clients share their connections, because two of them may call the same host. */
const httpsAgent = new Agent({ keepAlive: true, maxSockets: 50 });

export class JsonClient {
  readonly #service: Service;
  readonly #region = readRegion();
  readonly #endpoint: URL;
  readonly #handler: NodeHttpHandler;
  readonly #signer: SignatureV4;
  readonly #retry: ReturnType<typeof retryMiddleware>;

  constructor(service: Service, { maxAttempts, requestHandler }: ClientSettings) {
    this.#service = service;
    this.#endpoint = readEndpoint(service, this.#region);
    this.#handler = new NodeHttpHandler({ ...requestHandler, httpsAgent });
    this.#signer = new SignatureV4({
      credentials: readCredentials,
      region: this.#region,
      service: service.signingName,
      sha256: Sha256,
      applyChecksum: false,
    });
    const strategy = new StandardRetryStrategy({ maxAttempts, baseDelay: BASE_DELAY_MS });
    this.#retry = retryMiddleware({
      maxAttempts: async () => maxAttempts,
      retryStrategy: async () => strategy,
    } as RetryOptions);
  }

  /** @throws {ServiceError} if the service answers with an error. */
  async send(
    command: JsonCommand,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ): Promise<unknown> {
    const request = this.#createRequest(command);
    const next = (async () => {
      const signed = await this.#signer.sign(request);
      const options = abortSignal === undefined ? {} : { abortSignal };
      const { response } = await this.#handler.handle(signed as HttpRequest, options);
      return { response, output: await this.#read(response) };
    }) as Next;
    // The retries take the signal from the context of the SDK's middleware.
    const context = { __smithy_context: { abortSignal } };
    const { output } = await this.#retry(next, context as never)({ request, input: command.input });
    return output;
  }

  destroy(): void {
    this.#handler.destroy();
  }

  #createRequest({ operation, input }: JsonCommand): HttpRequest {
    const { target, jsonVersion } = this.#service;
    const { protocol, hostname, port, pathname } = this.#endpoint;
    const body = JSON.stringify(input);
    return new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname,
      headers: {
        host: this.#endpoint.host,
        'content-type': `application/x-amz-json-${jsonVersion}`,
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `${target}.${operation}`,
        'x-amz-user-agent': 'chordian-auth',
        'amz-sdk-invocation-id': randomUUID(),
      },
      body,
    });
  }

  /** Reads a response to its end, inside the retries: a connection may break in its middle. */
  async #read(response: {
    statusCode: number;
    headers: Record<string, string>;
    body?: NodeJS.ReadableStream;
  }): Promise<object> {
    const $metadata = {
      httpStatusCode: response.statusCode,
      requestId: response.headers['x-amzn-requestid'],
    };
    const text = response.body ? (await buffer(response.body)).toString('utf8') : '';
    const isError = response.statusCode >= 300;
    try {
      const output: object = text === '' ? {} : JSON.parse(text);
      if (!isError) return Object.assign(output, { $metadata });
      throw toServiceError(output, response.headers, this.#service.errors);
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
