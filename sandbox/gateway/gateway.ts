import type { IncomingMessage } from 'node:http';
import type { GatewayResponseType } from '../../contract/gateway.ts';
import { ROUTES, type RouteTable } from '../../contract/routes/index.ts';
import type { Clock } from '../clock.ts';
import { type Answer, ownAnswer } from './answer.ts';
import { type GatewayRequest, proxyEvent, readRequest } from './event.ts';
import { type Handler, invoke } from './invoke.ts';
import { createMatcher } from './match.ts';
import { preflight } from './preflight.ts';
import { Throttle } from './throttle.ts';

/** What may stand in front of the gateway and step in: a firewall, for one. */
export interface Intervention {
  /** The gateway answers at once. */
  response?: GatewayResponseType;
  /** It waits this long for the function. */
  timeoutMs?: number;
  /** The request comes from there. */
  sourceIp?: string;
}

export interface GatewayOptions {
  /** The handler of each function, by the function's name. */
  handlers: Readonly<Record<string, Handler>>;
  /** Defaults to the routes of the contract. */
  routes?: RouteTable;
  documentationUrl: string;
  clock: Clock;
  allowedOrigins?: readonly string[];
  front?: (route: string, body: Buffer) => Intervention | undefined;
}

/** API Gateway accepts 10 MB (AWS: "Amazon API Gateway quotas"). */
const PAYLOAD_BYTES = 10 * 1024 * 1024;

/**
 * The deployed REST API in one function: made from the route table and the gateway responses of the
 * error table.
 */
export function createGateway({
  handlers,
  routes = ROUTES,
  documentationUrl,
  clock,
  allowedOrigins = [],
  front,
}: GatewayOptions) {
  const matchesOf = createMatcher(routes);
  const throttle = new Throttle(routes, clock);

  async function decide(
    incoming: IncomingMessage,
    request: GatewayRequest,
  ): Promise<Answer | GatewayResponseType> {
    const matches = matchesOf(request.url.pathname);
    if (request.method === 'OPTIONS' && matches.length > 0) {
      return preflight(
        matches.map(({ route }) => route.method),
        request,
        allowedOrigins,
      );
    }
    const match = matches.find(({ route }) => route.method === request.method);
    // A gateway cannot tell an unknown route from one that wants a signature; the table makes it a
    // 404.
    if (match === undefined) return 'MISSING_AUTHENTICATION_TOKEN';
    const { name, route } = match;
    const handler = handlers[route.function];
    if (handler === undefined) return 'API_CONFIGURATION_ERROR';
    const body = await readBody(incoming);
    if (body === undefined) return 'REQUEST_TOO_LARGE';
    const { response, timeoutMs, sourceIp = request.sourceIp } = front?.(name, body) ?? {};
    if (response !== undefined) return response;
    if (!throttle.admits(name)) return 'THROTTLED';
    return invoke(route.function, handler, proxyEvent(match, { ...request, sourceIp }, body), {
      timeoutMs,
    });
  }

  return async (incoming: IncomingMessage): Promise<Answer> => {
    const request = readRequest(incoming, clock());
    let decision: Answer | GatewayResponseType;
    try {
      decision = await decide(incoming, request);
    } catch {
      // The client hung up half-way, or the sandbox has a bug; neither may stop it.
      decision = 'DEFAULT_5XX';
    }
    const answer =
      typeof decision === 'string' ? ownAnswer(decision, documentationUrl, request) : decision;
    const headers = {
      'x-amzn-RequestId': request.requestId,
      'x-amz-apigw-id': request.extendedRequestId,
      ...answer.headers,
    };
    return { ...answer, headers };
  };
}

/** The whole body, or undefined once it is too large. What is left of it is not read. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({
    destroyOnReturn: false,
  }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > PAYLOAD_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
