import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { type GatewayRequest, proxyEvent } from '../../sandbox/gateway/event.ts';

/** The fixtures are events of a regional REST API with its Lambda proxy integration. */
const directory = new URL('../fixtures/events/', import.meta.url);
const fixtures = readdirSync(directory).map(
  (file) =>
    [
      file,
      JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as APIGatewayProxyEvent,
    ] as const,
);

/** The request that would have led to an event. */
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
    url: new URL(path, 'http://localhost'),
    rawHeaders: Object.entries(event.headers).flatMap(([name, value]) => [name, value ?? '']),
    origin: undefined,
    host: domainName,
    sourceIp: identity.sourceIp,
    receivedAt: requestTimeEpoch,
  };
}

/** Names of a real deployment; nothing reads them. */
const OF_A_DEPLOYMENT = { accountId: '', apiId: '', deploymentId: '', resourceId: '' };

const to = (name: RouteName) => ({ route: routeOf(name), parameters: undefined });

describe('the event of a request', () => {
  test.each(fixtures)('is that of API Gateway: %s', (_file, event) => {
    const name = ROUTE_NAMES.find(
      (candidate) => routeOf(candidate).path === event.resource,
    ) as RouteName;
    const built = proxyEvent(to(name), requestOf(event), Buffer.from(event.body ?? ''));
    const anonymous = ({ requestContext, ...rest }: APIGatewayProxyEvent) => ({
      ...rest,
      requestContext: { ...requestContext, ...OF_A_DEPLOYMENT },
    });
    expect(anonymous(built)).toEqual(anonymous(event));
    expect(Object.keys(built.requestContext).sort()).toEqual(
      Object.keys(event.requestContext).sort(),
    );
  });

  test('there is a fixture for every route', () => {
    expect(new Set(fixtures.map(([, { resource }]) => resource))).toEqual(
      new Set(ROUTE_NAMES.map((name) => routeOf(name).path)),
    );
  });

  const [, login] = fixtures.find(([file]) => file === 'login.json') as (typeof fixtures)[number];
  const request = requestOf(login);

  test('a header that came twice keeps both values, and the last one counts', () => {
    const rawHeaders = ['Cookie', 'a=1', 'Cookie', 'a=2', '__proto__', 'x'];
    const { headers, multiValueHeaders } = proxyEvent(
      to('login'),
      { ...request, rawHeaders },
      Buffer.alloc(0),
    );
    expect(headers.Cookie).toBe('a=2');
    expect(multiValueHeaders.Cookie).toEqual(['a=1', 'a=2']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('query parameters come in both shapes', () => {
    const url = new URL('http://localhost/api/auth/login?a=1&a=2');
    const event = proxyEvent(to('login'), { ...request, url }, Buffer.alloc(0));
    expect(event.queryStringParameters).toEqual({ a: '2' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'] });
  });

  test('bytes that are no UTF-8 arrive as text all the same, and no body as null', () => {
    expect(proxyEvent(to('login'), request, Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({
      body: '"\ufffd"',
      isBase64Encoded: false,
    });
    expect(proxyEvent(to('login'), request, Buffer.alloc(0)).body).toBeNull();
  });
});
