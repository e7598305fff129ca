/** API Gateway REST events (payload version 1) and Lambda contexts, as AWS sends them. */

import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { BASE_PATH, ROUTES, type RouteName } from '../../contract/routes/index.ts';
import { ROUTE_PROSE } from '../../docs/routes/index.ts';

export const HOST = 'auth.example.com';
export const REQUEST_ID = 'extended-request-id=';

export interface RequestOptions {
  body?: string | null;
  base64?: boolean;
  /** An array is a header that was sent several times. */
  headers?: Readonly<Record<string, string | readonly string[]>>;
  /** `name=value` pairs. */
  cookies?: readonly string[];
  sourceIp?: string;
  query?: Readonly<Record<string, string>>;
  /** Path parameters. Default to a value that suits the route. */
  parameters?: Readonly<Record<string, string>>;
}

/** The query that `GET /auth/captcha` requires: the value of some account. */
export const ACCOUNT_QUERY = { account: 'a'.repeat(43) } as const;

/** Returns the body of a route in the documentation, or null if the route reads none. */
export function exampleBody(name: RouteName): string | null {
  const { body } = ROUTE_PROSE[name];
  return body === undefined ? null : JSON.stringify(body);
}

/** Returns a value for each parameter of a path, or null if there is none. */
function exampleParameters(path: string): Record<string, string> | null {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, 'example']));
}

export function restEvent(name: RouteName, options: RequestOptions = {}): APIGatewayProxyEvent {
  const { method, path } = ROUTES[name];
  const {
    body = null,
    base64 = false,
    headers = {},
    cookies = [],
    sourceIp = '192.0.2.1',
    query,
    parameters = exampleParameters(path),
  } = options;
  const all = { Host: HOST, ...(cookies.length > 0 && { Cookie: cookies.join('; ') }), ...headers };
  const multiValueHeaders = Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, [value].flat()]),
  );
  const event = {
    resource: path,
    path,
    httpMethod: method,
    // API Gateway keeps the last value of a repeated header.
    headers: Object.fromEntries(
      Object.entries(multiValueHeaders).map(([key, values]) => [key, values.at(-1)]),
    ),
    multiValueHeaders,
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query
      ? Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value]]))
      : null,
    pathParameters: parameters,
    stageVariables: null,
    body,
    isBase64Encoded: base64,
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: HOST,
      extendedRequestId: REQUEST_ID,
      requestId: '11111111-1111-4111-8111-111111111111',
      httpMethod: method,
      path: `${BASE_PATH}${path}`,
      protocol: 'HTTP/1.1',
      resourceId: 'resource',
      resourcePath: path,
      requestTimeEpoch: 1_772_366_400_000,
      stage: 'api',
      authorizer: null,
      identity: { sourceIp, userAgent: 'test' },
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}

/** @param remaining Milliseconds until Lambda terminates the function. */
export function lambdaContext(remaining = 20_000): Context {
  return {
    awsRequestId: 'function-request-id',
    getRemainingTimeInMillis: () => remaining,
  } as unknown as Context;
}
