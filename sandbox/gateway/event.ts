import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { BASE_PATH } from '../../contract/routes/index.ts';
import type { Match } from './match.ts';

/** What the gateway knows of a request before it has a route. */
export interface GatewayRequest {
  requestId: string;
  /** Chosen by the gateway alone; a client cannot set it. */
  extendedRequestId: string;
  method: string;
  url: URL;
  /** As sent: order, spelling and repetitions kept. */
  rawHeaders: readonly string[];
  origin: string | undefined;
  host: string;
  sourceIp: string;
  receivedAt: number;
}

/** Where the gateway is: what AWS writes into every event of one deployment. */
const DEPLOYMENT = {
  accountId: '000000000000',
  apiId: 'sandbox',
  deploymentId: 'local',
  resourceId: 'local',
} as const;

export const newRequestId = (): string => randomBytes(11).toString('base64');

export function readRequest(request: IncomingMessage, receivedAt: number): GatewayRequest {
  const host = request.headers.host ?? 'localhost';
  return {
    requestId: randomUUID(),
    extendedRequestId: newRequestId(),
    method: request.method ?? '',
    url: parseTarget(request.url),
    rawHeaders: request.rawHeaders,
    origin: request.headers.origin,
    host,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    receivedAt,
  };
}

/**
 * A request target is a path or, for a proxy, a whole URL (RFC 9112 section 3.2); its host is never
 * believed.
 */
function parseTarget(target = '/'): URL {
  const base = 'http://localhost';
  return target.startsWith('/')
    ? new URL(base + target)
    : (URL.parse(target) ?? new URL('/', base));
}

/**
 * Header or query values by name: the last one, and all of them. API Gateway gives `null` where
 * there is none.
 */
function byName(pairs: Iterable<readonly [string, string]>) {
  const all: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    all[name] = [...(Object.hasOwn(all, name) ? (all[name] ?? []) : []), value];
  }
  const last = Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.at(-1) ?? '']),
  );
  return { last, all, none: Object.keys(all).length === 0 };
}

function* pairsOf(rawHeaders: readonly string[]): Generator<readonly [string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    yield [rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''];
  }
}

/** 22/Nov/2026:15:20:01 +0000 */
function requestTime(epoch: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epoch).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * The event of a REST API's Lambda proxy integration (AWS: "Input format of a Lambda function for
 * proxy integration"). Without `binaryMediaTypes` every body is text: bytes that are no UTF-8
 * arrive as replacement characters.
 */
export function proxyEvent(
  { route, parameters }: Pick<Match, 'route' | 'parameters'>,
  request: GatewayRequest,
  body: Buffer,
): APIGatewayProxyEvent {
  const { method, path: resourcePath } = route;
  const path = request.url.pathname.slice(BASE_PATH.length);
  const headers = byName(pairsOf(request.rawHeaders));
  const query = byName(request.url.searchParams);
  const userAgent =
    Object.entries(headers.last).find(([header]) => header.toLowerCase() === 'user-agent')?.[1] ??
    null;
  // Without an authorizer, an API key or a client certificate their members are absent, although
  // the type wants them.
  const requestContext = {
    ...DEPLOYMENT,
    domainName: request.host,
    domainPrefix: request.host.split('.')[0] ?? '',
    extendedRequestId: request.extendedRequestId,
    httpMethod: method,
    identity: { ...NOBODY, sourceIp: request.sourceIp, userAgent },
    path: `${BASE_PATH}${path}`,
    protocol: 'HTTP/1.1',
    requestId: request.requestId,
    requestTime: requestTime(request.receivedAt),
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
    queryStringParameters: query.none ? null : query.last,
    multiValueQueryStringParameters: query.none ? null : query.all,
    pathParameters: parameters ?? null,
    stageVariables: null,
    requestContext,
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

/** The caller as IAM and Cognito identity pools know it: not at all. */
const NOBODY = {
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
