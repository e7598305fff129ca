/** Requests as the gateway reads them, and the Lambda events that it makes of them. */

import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { BASE_PATH } from '../../contract/routes/index.ts';
import type { Match } from './match.ts';

/** The properties of a request that do not depend on its route. */
export interface GatewayRequest {
  requestId: string;
  /** Chosen by the gateway. A client cannot set it. */
  extendedRequestId: string;
  method: string;
  url: URL;
  /** Names and values in turn, with the order, case and repetitions that the client sent. */
  rawHeaders: readonly string[];
  /** As API Gateway names it. */
  protocol: 'HTTP/1.1' | 'HTTP/2.0';
  origin: string | undefined;
  host: string;
  sourceIp: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

/** The values that are the same in all events of one deployment. */
const DEPLOYMENT = {
  accountId: '000000000000',
  apiId: 'sandbox',
  deploymentId: 'local',
  resourceId: 'local',
} as const;

export const generateRequestId = (): string => randomBytes(11).toString('base64');

export function readRequest(request: IncomingMessage, receivedAt: number): GatewayRequest {
  // In HTTP/2, pseudo-header fields carry what the request line and Host carry in HTTP/1.1.
  const authority = request.headers[':authority'];
  const host = request.headers.host ?? (typeof authority === 'string' ? authority : 'localhost');
  return {
    requestId: randomUUID(),
    extendedRequestId: generateRequestId(),
    method: request.method ?? '',
    url: parseTarget(request.url),
    rawHeaders: dropPseudoHeaders(request.rawHeaders),
    protocol: request.httpVersionMajor === 2 ? 'HTTP/2.0' : 'HTTP/1.1',
    origin: request.headers.origin,
    host,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    receivedAt,
  };
}

const dropPseudoHeaders = (rawHeaders: readonly string[]): string[] =>
  [...pairHeaders(rawHeaders)].filter(([name]) => !name.startsWith(':')).flat();

/**
 * Parses a request target. It is a path or, from a proxy, a full URL (RFC 9112 section 3.2). The
 * host of a full URL is not used.
 */
function parseTarget(target = '/'): URL {
  const base = 'http://localhost';
  return target.startsWith('/')
    ? new URL(base + target)
    : (URL.parse(target) ?? new URL('/', base));
}

/** Groups header or query values by name. `last` holds the last value of a name, `all` each one. */
function groupByName(pairs: Iterable<readonly [string, string]>) {
  const all: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    all[name] = [...(Object.hasOwn(all, name) ? (all[name] ?? []) : []), value];
  }
  const last = Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.at(-1) ?? '']),
  );
  return { last, all, isEmpty: Object.keys(all).length === 0 };
}

/** Returns the headers of a request by name, as it was sent. The last of several values counts. */
export const readHeaders = ({
  rawHeaders,
}: Pick<GatewayRequest, 'rawHeaders'>): Record<string, string> =>
  groupByName(pairHeaders(rawHeaders)).last;

function* pairHeaders(rawHeaders: readonly string[]): Generator<readonly [string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    yield [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
  }
}

/** Formats a point in time like `22/Nov/2026:15:20:01 +0000`. */
function formatRequestTime(epochMs: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * Creates the event of a REST API's Lambda proxy integration (AWS: "Input format of a Lambda
 * function for proxy integration"). Without `binaryMediaTypes` every body is text: bytes that are
 * not UTF-8 become replacement characters.
 */
export function createProxyEvent(
  { route, parameters }: Pick<Match, 'route' | 'parameters'>,
  request: GatewayRequest,
  body: Buffer,
): APIGatewayProxyEvent {
  const { method, path: resourcePath } = route;
  const path = request.url.pathname.slice(BASE_PATH.length);
  const headers = groupByName(pairHeaders(request.rawHeaders));
  const query = groupByName(request.url.searchParams);
  const userAgent =
    Object.entries(headers.last).find(([header]) => header.toLowerCase() === 'user-agent')?.[1] ??
    null;
  // The type requires members for an authorizer, an API key and a client certificate. API Gateway
  // omits them if the method has none.
  const requestContext = {
    ...DEPLOYMENT,
    domainName: request.host,
    domainPrefix: request.host.split('.')[0] ?? '',
    extendedRequestId: request.extendedRequestId,
    httpMethod: method,
    identity: { ...ANONYMOUS, sourceIp: request.sourceIp, userAgent },
    path: `${BASE_PATH}${path}`,
    protocol: request.protocol,
    requestId: request.requestId,
    requestTime: formatRequestTime(request.receivedAt),
    requestTimeEpoch: request.receivedAt,
    resourcePath,
    stage: BASE_PATH.slice(1),
  } as unknown as APIGatewayProxyEvent['requestContext'];
  return {
    resource: resourcePath,
    path,
    httpMethod: method,
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: query.isEmpty ? null : query.last,
    multiValueQueryStringParameters: query.isEmpty ? null : query.all,
    pathParameters: parameters ?? null,
    stageVariables: null,
    requestContext,
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

/** The identity of a caller who uses neither IAM nor a Cognito identity pool. */
const ANONYMOUS = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
} as const;
