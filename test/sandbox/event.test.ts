import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { createProxyEvent, type GatewayRequest } from '../../sandbox/gateway/event.ts';

/** The fixtures are events of a regional REST API with its Lambda proxy integration. */
const directory = new URL('../fixtures/events/', import.meta.url);
const fixtures = readdirSync(directory).map(
  (file) =>
    [
      file,
      JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as APIGatewayProxyEvent,
    ] as const,
);

/** The request that would have produced an event. */
function requestOf(event: APIGatewayProxyEvent): GatewayRequest {
  const {
    requestId,
    extendedRequestId,
    path,
    domainName = '',
    identity,
    requestTimeEpoch,
  } = event.requestContext;
  return {
    requestId,
    extendedRequestId: extendedRequestId ?? '',
    method: event.httpMethod,
    url: new URL(
      `${path}?${new URLSearchParams((event.queryStringParameters ?? {}) as Record<string, string>)}`,
      'http://localhost',
    ),
    rawHeaders: Object.entries(event.headers).flatMap(([name, value]) => [name, value ?? '']),
    protocol: 'HTTP/1.1',
    origin: undefined,
    host: domainName,
    sourceIp: identity.sourceIp,
    receivedAt: requestTimeEpoch,
  };
}

/** Values that differ between deployments. No function reads them. */
const DEPLOYMENT = { accountId: '', apiId: '', deploymentId: '', resourceId: '' };

const matchOf = (name: RouteName, parameters?: Record<string, string>) => ({
  route: routeOf(name),
  parameters,
});

describe('createProxyEvent', () => {
  test.each(fixtures)('creates the event that API Gateway sends: %s', (_file, event) => {
    const name = ROUTE_NAMES.find(
      (candidate) =>
        routeOf(candidate).path === event.resource &&
        routeOf(candidate).method === event.httpMethod,
    ) as RouteName;
    const created = createProxyEvent(
      matchOf(name, (event.pathParameters ?? undefined) as Record<string, string> | undefined),
      requestOf(event),
      Buffer.from(event.body ?? ''),
    );
    const withoutDeployment = ({ requestContext, ...rest }: APIGatewayProxyEvent) => ({
      ...rest,
      requestContext: { ...requestContext, ...DEPLOYMENT },
    });
    expect(withoutDeployment(created)).toEqual(withoutDeployment(event));
    expect(Object.keys(created.requestContext).sort()).toEqual(
      Object.keys(event.requestContext).sort(),
    );
  });

  test('has a fixture for every route', () => {
    expect(new Set(fixtures.map(([, { resource }]) => resource))).toEqual(
      new Set(ROUTE_NAMES.map((name) => routeOf(name).path)),
    );
  });

  const [, login] = fixtures.find(([file]) => file === 'login.json') as (typeof fixtures)[number];
  const request = requestOf(login);

  test('keeps both values of a repeated header and prefers the last', () => {
    const rawHeaders = ['Cookie', 'a=1', 'Cookie', 'a=2', '__proto__', 'x'];
    const { headers, multiValueHeaders } = createProxyEvent(
      matchOf('login'),
      { ...request, rawHeaders },
      Buffer.alloc(0),
    );
    expect(headers.Cookie).toBe('a=2');
    expect(multiValueHeaders.Cookie).toEqual(['a=1', 'a=2']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('contains query parameters with one value and with all values', () => {
    const url = new URL('http://localhost/api/auth/login?a=1&a=2');
    const event = createProxyEvent(matchOf('login'), { ...request, url }, Buffer.alloc(0));
    expect(event.queryStringParameters).toEqual({ a: '2' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'] });
  });

  test('decodes a body that is not UTF-8 as text, and an empty one as null', () => {
    const notUtf8 = Buffer.from([0x22, 0xff, 0x22]);
    expect(createProxyEvent(matchOf('login'), request, notUtf8)).toMatchObject({
      body: '"\ufffd"',
      isBase64Encoded: false,
    });
    expect(createProxyEvent(matchOf('login'), request, Buffer.alloc(0)).body).toBeNull();
  });
});
