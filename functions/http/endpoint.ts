import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { cookieName, type Scheme } from '../../contract/cookies.ts';
import { EXPOSED_HEADERS } from '../../contract/envelope.ts';
import { TIMEOUTS } from '../../contract/limits.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import { cacheControlOf, type Route } from '../../contract/routes/route.ts';
import { type AuthenticatePorts, authenticate } from '../core/sessions/authenticate.ts';
import {
  authenticateByBearerOrCookie,
  type CookieAuthenticatePorts,
  type Credentials,
} from '../core/sessions/authenticate-by-cookie.ts';
import type { NetworkFingerprints } from '../core/sessions/network-fingerprints.ts';
import type { Session } from '../core/sessions/session-store.ts';
import type {
  BearerRouteName,
  CookieReadingRouteName,
  Input,
  Reply,
  UseCase,
} from '../core/use-case.ts';
import { type AddressReader, gatewayAddress } from './address.ts';
import { limitBody, parseBody } from './body.ts';
import { buildCookie } from './cookie.ts';
import { errorEnvelope } from './error-envelope.ts';
import { runRequest, setNetwork } from './log.ts';
import { normaliseError } from './normalise-error.ts';
import { observeRequests, report } from './observe.ts';
import { checkOrigin } from './origin.ts';
import { pathParameters, queryParameters } from './parameters.ts';
import { type HttpRequest, httpRequest } from './request.ts';
import { findRequestId } from './request-id.ts';

export interface HttpSettings {
  documentationUrl: string;
  allowedOrigins: readonly string[];
  scheme: Scheme;
  /** Defaults to {@link gatewayAddress}. */
  readAddress?: AddressReader;
  /** Identifies the client's network in the log. Defaults to nothing. */
  networks?: NetworkFingerprints;
}

export type Handler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

/**
 * What an endpoint needs besides the ports of its use case: the ports that authenticate the caller,
 * if the route declares that.
 */
export type EndpointPorts<N extends RouteName> = N extends BearerRouteName
  ? AuthenticatePorts
  : N extends CookieReadingRouteName
    ? CookieAuthenticatePorts
    : unknown;

/** A route, by its name in `ROUTES`, and the use case that serves it. */
export interface ServedRoute<N extends RouteName, Ports> {
  name: N;
  /** The declaration, which the caller imports, so that a bundle contains no other routes. */
  route: Route;
  useCase: UseCase<N, Ports>;
}

/**
 * Creates the Middy stack of one route. It checks the origin, the size of the body, the Bearer
 * credential (where the route declares that) and the schema, in this order. Then it runs the use
 * case, which receives the live session of that credential. Any error becomes an envelope.
 */
export function createEndpoint<N extends RouteName, Ports>(
  { name, route, useCase }: ServedRoute<N, Ports>,
  ports: Ports & EndpointPorts<N>,
  settings: HttpSettings,
): Handler {
  const { documentationUrl, allowedOrigins, scheme, networks } = settings;
  const { readAddress = gatewayAddress } = settings;

  async function handle(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const request = httpRequest(event);
    const address = await readAddress(event, request);
    // A log without the network must not fail a request. Its key is read while the request runs, so
    // that a request waits for that secret once.
    const identified = networks?.fingerprint(address).then(setNetwork, report);
    try {
      return await respond(event, request, address);
    } finally {
      await identified;
    }
  }

  async function respond(
    event: APIGatewayProxyEvent,
    request: HttpRequest,
    address: string,
  ): Promise<APIGatewayProxyResult> {
    const host = event.requestContext?.domainName;
    const own = host && `${scheme}://${host}`;
    if (route.credential !== 'none') checkOrigin(request, { own, allowed: allowedOrigins });
    limitBody(event);
    const credentials = {
      refreshTokens: request.cookies(cookieName('refresh', scheme)),
      deviceCookies: request.cookies(cookieName('device', scheme)),
      challengeCookies: request.cookies(cookieName('challenge', scheme)),
      authorization: request.header('authorization'),
      address,
    };
    const session = await findCaller(credentials);
    const input = {
      ...credentials,
      ...(session && { session }),
      body: route.body && parseBody(route.body, event),
      ...(route.parameters && { parameters: pathParameters(route.parameters, event) }),
      ...(route.query && { query: queryParameters(route.query, event) }),
      userAgent: request.firstHeader('user-agent'),
      origins: own ? [own, ...allowedOrigins] : allowedOrigins,
    } as Input<N>;
    return toResponse(await useCase(ports, input));
  }

  /** The types of `ports` guarantee the ports that the route's credential needs. */
  async function findCaller(credentials: Credentials): Promise<Session | undefined> {
    switch (route.credential) {
      case 'bearer':
        return authenticate(ports as AuthenticatePorts, credentials.authorization);
      case 'bearer-else-cookie':
        return authenticateByBearerOrCookie(ports as CookieAuthenticatePorts, credentials);
      default:
        return undefined;
    }
  }

  const toResponse = ({ body, cookies = [] }: Reply): APIGatewayProxyResult => ({
    statusCode: body === undefined ? 204 : route.success.status,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      'Cache-Control': cacheControlOf(route),
    },
    // `headers` cannot hold two values of one name.
    ...(cookies.length > 0 && {
      multiValueHeaders: { 'Set-Cookie': cookies.map((cookie) => buildCookie(cookie, scheme)) },
    }),
    body: body === undefined ? '' : JSON.stringify(body),
  });

  const stack = middy<APIGatewayProxyEvent, APIGatewayProxyResult>({
    timeoutEarlyInMillis: TIMEOUTS.beforeFunctionEndsMs,
    timeoutEarlyResponse: () => {
      throw new Error('out of time');
    },
  });
  // Middy runs `onError` from the last middleware to the first. The log and the envelope therefore
  // read the same AuthError, and the headers are added to the finished response.
  const run = stack
    .use(responseHeaders())
    .use(allowedOrigins.length > 0 ? cors(allowedOrigins) : [])
    .use(securityHeaders(scheme))
    .use(httpErrorHandler({ logger: false }))
    .use(errorEnvelope({ label: route.label, documentationUrl, scheme }))
    .use(observeRequests(name))
    .use(normaliseError())
    .handler(handle) as Handler;
  return (event, context) => {
    const ids = {
      request_id: findRequestId(event, context),
      function_request_id: context.awsRequestId,
    };
    return runRequest(ids, () => run(event, context));
  };
}

/**
 * Adds the headers of every response. No cache may store a response, because it contains a token or
 * refuses one, unless the route declares otherwise.
 */
const responseHeaders = () => {
  const add = (request: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult>) => {
    if (!request.response) return;
    request.response.headers = {
      'Cache-Control': 'no-store',
      ...request.response.headers,
      'X-Request-Id': findRequestId(request.event, request.context),
    };
  };
  return { after: add, onError: add };
};

const cors = (origins: readonly string[]) =>
  httpCors({ origins: [...origins], credentials: true, exposeHeaders: EXPOSED_HEADERS.join(', ') });

/**
 * Enables those of Middy's headers that have an effect on JSON. HSTS excludes subdomains, because
 * they may belong to another service.
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
