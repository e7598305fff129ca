/** A device of a person or of an attacker: a network address, a cookie jar and a token. */

import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { solveCaptcha } from '../../conformance/captcha.ts';
import { browserFetch } from '../docs/browser-fetch.ts';
import type { FindOperation } from './openapi.ts';

export interface Answer {
  status: number;
  /** The code of the error, or the status of a success. */
  result: string | number;
  // biome-ignore lint/suspicious/noExplicitAny: the OpenAPI file has the types, and they are checked
  body: any;
}

export interface Call {
  body?: object;
  parameters?: Readonly<Record<string, string>>;
}

export class Device {
  /** The token that the service granted last. A thief may copy it. */
  token: string | undefined;
  readonly #find: FindOperation;
  readonly #origin: string;
  readonly #cookies: Map<string, string>;
  readonly #fetch: typeof fetch;

  /** `number` selects the network address. */
  constructor(find: FindOperation, origin: string, number: number, cookies = new Map()) {
    this.#find = find;
    this.#origin = origin;
    this.#cookies = cookies;
    this.#fetch = browserFetch(origin, fetchFrom(number), cookies);
  }

  /** Returns a thief at another address, who has copied the cookies and the token. */
  copy(number: number): Device {
    const thief = new Device(this.#find, this.#origin, number, new Map(this.#cookies));
    thief.token = this.token;
    return thief;
  }

  /** Calls an operation. It solves a CAPTCHA if the answer demands one. */
  async call(operationId: string, { body, parameters = {} }: Call = {}): Promise<Answer> {
    const answer = await this.#send(operationId, { body, parameters });
    const challengeUrl = answer.body?.error?.details.captcha?.challenge_url;
    if (challengeUrl === undefined || !this.#find(operationId).accepts('captcha')) return answer;
    const challenge = await (await this.#fetch(challengeUrl)).json();
    const captcha = await solveCaptcha(challenge);
    return this.#send(operationId, { body: { ...body, captcha }, parameters });
  }

  /** Calls an operation, and returns the code of its error or the status of its success. */
  async result(operationId: string, body?: object, parameters = {}): Promise<string | number> {
    return (await this.call(operationId, { ...(body && { body }), parameters })).result;
  }

  async #send(
    operationId: string,
    { body, parameters }: { body: object | undefined; parameters: Record<string, string> },
  ): Promise<Answer> {
    const operation = this.#find(operationId);
    operation.checkBody(body);
    const response = await this.#fetch(operation.path(parameters), {
      method: operation.method,
      headers: operation.needsBearer && this.token ? { Authorization: `Bearer ${this.token}` } : {},
      ...(body && { body: JSON.stringify(body) }),
    });
    const received = await response.text();
    const content = received === '' ? undefined : JSON.parse(received);
    operation.checkResponse(response.status, content);
    this.token = content?.token ?? this.token;
    const { status } = response;
    return { status, result: content?.error?.code ?? status, body: content };
  }
}

/**
 * Returns a `fetch` that sends from an address of its own. On Linux, all of 127.0.0.0/8 is this
 * machine. Elsewhere, all devices have the same address.
 */
const fetchFrom =
  (number: number): typeof fetch =>
  async (input, init = {}) => {
    const { hostname, port, pathname, search } = new URL(String(input));
    const sent = request({
      host: '127.0.0.1',
      port,
      path: pathname + search,
      method: init.method ?? 'GET',
      headers: { Host: `${hostname}:${port}`, ...Object.fromEntries(new Headers(init.headers)) },
      ...(process.platform === 'linux' && { localAddress: `127.0.0.${number}` }),
    });
    sent.end(init.body ?? undefined);
    const [response] = await once(sent, 'response');
    const headers = new Headers();
    for (const [name, values] of Object.entries(response.headersDistinct)) {
      for (const value of values as string[]) headers.append(name, value);
    }
    const status = response.statusCode;
    return new Response(status === 204 ? null : await text(response), { status, headers });
  };
