import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { refreshCookieName } from '../../contract/cookies.ts';
import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import { type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { Input, Reply, UseCase } from '../core/use-case.ts';
import { type AddressOf, gatewayAddress } from './address.ts';
import { limitBody, parseBody } from './body.ts';
import { refreshCookie, type Scheme } from './cookie.ts';
import { errorEnvelope } from './error-envelope.ts';
import { normaliseError } from './normalise-error.ts';
import { observed } from './observe.ts';
import { checkOrigin } from './origin.ts';
import { pathParameters, queryParameters } from './parameters.ts';
import { httpRequest } from './request.ts';
import { requestIdOf } from './request-id.ts';

export interface HttpSettings {
  documentationUrl: string;
  allowedOrigins: readonly string[];
  scheme: Scheme;
  /** The gateway's `sourceIp` unless said otherwise. */
  addressOf?: AddressOf;
}

export type Handler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

/**
 * The Middy stack of one route: origin rule, body, schema, then the use case, then the reply; on a
 * throw, the envelope.
 */
export function createEndpoint<N extends RouteName, Ports>(
  name: N,
  useCase: UseCase<N, Ports>,
  ports: Ports,
  settings: HttpSettings,
): Handler {
  const route = routeOf(name);
  const { documentationUrl, allowedOrigins, scheme, addressOf = gatewayAddress } = settings;

  async function act(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const request = httpRequest(event);
    if (route.credential !== 'none') {
      const host = event.requestContext?.domainName;
      checkOrigin(request, { own: host && `${scheme}://${host}`, allowed: allowedOrigins });
    }
    limitBody(event);
    const input = {
      body: route.body && parseBody(route.body, event),
      ...(route.parameters && { parameters: pathParameters(route.parameters, event) }),
      ...(route.query && { query: queryParameters(route.query, event) }),
      refreshTokens: request.cookies(refreshCookieName(scheme)),
      authorization: request.header('authorization'),
      address: await addressOf(event, request),
    } as Input<N>;
    return responseOf(await useCase(ports, input));
  }

  const responseOf = ({ body, cookie }: Reply): APIGatewayProxyResult => ({
    statusCode: route.success.status,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(cookie && { 'Set-Cookie': refreshCookie(cookie, scheme) }),
    },
    body: body === undefined ? '' : JSON.stringify(body),
  });

  const stack = middy<APIGatewayProxyEvent, APIGatewayProxyResult>({
    requestStart: (request: { internal: { startedAt?: number } }) => {
      request.internal.startedAt = performance.now();
    },
    timeoutEarlyInMillis: TIMEOUTS.beforeFunctionEndsMs,
    timeoutEarlyResponse: () => {
      throw new Error('out of time');
    },
  });
  // Middy runs `onError` from the last to the first: the log and the envelope see the same
  // AuthError, the headers see the finished answer.
  return stack
    .use(responseHeaders())
    .use(allowedOrigins.length > 0 ? cors(allowedOrigins) : [])
    .use(securityHeaders(scheme))
    .use(httpErrorHandler({ logger: false }))
    .use(errorEnvelope({ label: route.label, documentationUrl, scheme }))
    .use(observed(name))
    .use(normaliseError())
    .handler(act) as Handler;
}

/**
 * Every answer says which request it is for and is kept by nobody: it carries a token or refuses
 * one.
 */
const responseHeaders = () => {
  const add = (request: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult>) => {
    if (!request.response) return;
    request.response.headers = {
      ...request.response.headers,
      'X-Request-Id': requestIdOf(request.event, request.context),
      'Cache-Control': 'no-store',
    };
  };
  return { after: add, onError: add };
};

const cors = (origins: readonly string[]) =>
  httpCors({ origins: [...origins], credentials: true, exposeHeaders: EXPOSED_HEADERS.join(', ') });

/**
 * Of Middy's set, what means something for JSON. HSTS is for this host alone: its siblings are not
 * ours.
 */
const securityHeaders = (scheme: Scheme) =>
  httpSecurityHeaders({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    dnsPrefetchControl: false,
    downloadOptions: false,
    originAgentCluster: false,
    permissionsPolicy: false,
    permittedCrossDomainPolicies: false,
    reportingEndpoints: false,
    reportTo: false,
    strictTransportSecurity: scheme === 'https' && {
      maxAge: 365 * 24 * 60 * 60,
      includeSubDomains: false,
      preload: false,
    },
  });
