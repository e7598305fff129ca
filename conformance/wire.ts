/**
 * Requests whose protocol and spelling of headers are chosen. `fetch` hides both, and API Gateway
 * depends on both.
 */

import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** HTTP/2 sends all names in lowercase (RFC 9113 section 8.2). */
export type Protocol = 'HTTP/1.1' | 'HTTP/2';

interface WireResponse {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Sends a GET request.
 * @throws {Error} if the server does not speak the protocol, or does not answer in time
 */
export function sendOver(
  protocol: Protocol,
  url: URL,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<WireResponse> {
  return (protocol === 'HTTP/2' ? sendHttp2 : sendHttp1)(url, headers, timeoutMs);
}

async function sendHttp1(
  url: URL,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<WireResponse> {
  const signal = AbortSignal.timeout(timeoutMs);
  const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { headers, signal });
  sent.end();
  const [response] = await once(sent, 'response');
  return {
    status: response.statusCode,
    headers: toHeaders(response.headers),
    text: await text(response),
  };
}

async function sendHttp2(
  url: URL,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<WireResponse> {
  const session = connect(url.origin);
  try {
    const stream = session.request(
      { ...headers, ':path': url.pathname + url.search },
      { signal: AbortSignal.timeout(timeoutMs) },
    );
    const failed = once(session, 'error').then(([error]) => Promise.reject(error));
    const [received] = await Promise.race([once(stream, 'response'), failed]);
    const { ':status': status, ...rest } = received;
    return { status, headers: toHeaders(rest), text: await text(stream) };
  } finally {
    session.destroy();
  }
}

const toHeaders = (headers: IncomingHttpHeaders): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
    ),
  );
