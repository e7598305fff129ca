import type { IncomingMessage } from 'node:http';
import { type GatewayResponseType, REQUEST_TOO_LARGE } from '../../contract/gateway.ts';
import { ROUTES, type RouteTable } from '../../contract/routes/index.ts';
import type { Clock } from '../clock.ts';
import type { HttpResponse } from '../http-response.ts';
import { createProxyEvent, type GatewayRequest, readRequest } from './event.ts';
import { type Handler, invoke } from './invoke.ts';
import { allowReading, findLocalOrigin, presentAsOwn } from './local-origin.ts';
import { createMatcher } from './match.ts';
import { answerPreflight } from './preflight.ts';
import { createGatewayResponse } from './response.ts';
import { Throttle } from './throttle.ts';

/** What happens to a request before its function runs, for example in a firewall. */
export interface Intervention {
  /** The gateway answers with this response and does not run the function. */
  response?: GatewayResponseType;
  /** The gateway stops waiting for the function after this time. Defaults to its deployed limit. */
  timeoutMs?: number;
  /** The address that the request appears to come from. */
  sourceIp?: string;
}

export interface GatewayOptions {
  /** The handler of each function, by the function's name. */
  handlers: Readonly<Record<string, Handler>>;
  /** Defaults to the routes of the contract. */
  routes?: RouteTable;
  documentationUrl: string;
  clock: Clock;
  /** Origins that may call the API besides the local ones. Defaults to none. */
  allowedOrigins?: readonly string[];
  /** Finds the intervention for a request, if there is one. Defaults to none. */
  findIntervention?: (route: string, body: Buffer) => Intervention | undefined;
}

/**
 * Creates the deployed REST API as one function. Its routes come from the route table, and its own
 * responses from the error table.
 */
export function createGateway({
  handlers,
  routes = ROUTES,
  documentationUrl,
  clock,
  allowedOrigins = [],
  findIntervention,
}: GatewayOptions): (incoming: IncomingMessage) => Promise<HttpResponse> {
  const findMatches = createMatcher(routes);
  const throttle = new Throttle(routes, clock);

  async function handle(
    incoming: IncomingMessage,
    request: GatewayRequest,
  ): Promise<HttpResponse | GatewayResponseType> {
    const matches = findMatches(request.url.pathname);
    const localOrigin = findLocalOrigin(request);
    if (request.method === 'OPTIONS' && matches.length > 0) {
      return answerPreflight(
        matches.map(({ route }) => route.method),
        request,
        localOrigin === undefined ? allowedOrigins : [...allowedOrigins, localOrigin],
      );
    }
    const match = matches.find(({ route }) => route.method === request.method);
    // API Gateway uses this type for an unknown route, too. The error table makes it a 404.
    if (match === undefined) return 'MISSING_AUTHENTICATION_TOKEN';
    const { name, route } = match;
    const handler = handlers[route.function];
    if (handler === undefined) return 'API_CONFIGURATION_ERROR';
    const body = await readBody(incoming);
    if (body === undefined) return REQUEST_TOO_LARGE;
    const {
      response,
      timeoutMs,
      sourceIp = request.sourceIp,
    } = findIntervention?.(name, body) ?? {};
    if (response !== undefined) return response;
    if (!throttle.takeToken(name)) return 'THROTTLED';
    const presented = localOrigin === undefined ? request : presentAsOwn(request);
    const event = createProxyEvent(match, { ...presented, sourceIp }, body);
    const result = await invoke(route.function, handler, event, { timeoutMs });
    return localOrigin === undefined || typeof result === 'string'
      ? result // The gateway's own responses reflect every origin.
      : allowReading(result, localOrigin);
  }

  return async (incoming) => {
    const request = readRequest(incoming, clock());
    let result: HttpResponse | GatewayResponseType;
    try {
      result = await handle(incoming, request);
    } catch {
      // The client closed the connection early, or the sandbox has a defect. It must go on.
      result = 'DEFAULT_5XX';
    }
    const response =
      typeof result === 'string'
        ? createGatewayResponse(result, documentationUrl, request)
        : result;
    const headers = {
      'x-amzn-RequestId': request.requestId,
      'x-amz-apigw-id': request.extendedRequestId,
      ...response.headers,
    };
    return { ...response, headers };
  };
}

/** Reads the body. Returns undefined if it is too large, and leaves the rest unread. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({
    destroyOnReturn: false,
  }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > REQUEST_TOO_LARGE.limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
