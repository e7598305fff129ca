/**
 * The real handlers behind a scripted network, for tabs of one browser that share their cookies.
 */

import type { RouteName } from '../../contract/routes/index.ts';
import { publicPath, ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { type CookieJar, storeCookies } from '../../scenarios/cookie-jar.ts';
import { headersIn } from '../support/answer.ts';
import { lambdaContext, restEvent } from '../support/event.ts';
import { handlersOf } from '../support/handlers.ts';
import { signedIn, world } from '../support/world.ts';
import { type Answer, flush } from './scripted.ts';

/** What the network does to one request. */
export interface Weather {
  /** Answers instead of the service. */
  instead?: Answer;
  /** Seconds until the answer arrives. */
  delay?: number;
  /** The service receives the request, and its answer gets lost. */
  isAnswerLost?: boolean;
}

const ORIGIN = 'https://auth.example.com';

/** Creates a service whose user is signed in, as far as the cookies of the browser say. */
export async function createService({ weather }: { weather: (route: RouteName) => Weather }) {
  const ports = world();
  const handlers = handlersOf(ports);
  const jar: CookieJar = new Map();
  /** Handlers need real time, however little. They run one after the other, so that runs repeat. */
  let running: Promise<unknown> = Promise.resolve();
  ports.clock.set(Date.now());
  const { refreshToken, session } = await signedIn(ports);
  jar.set('__Host-refresh_token', refreshToken);

  async function handle(name: keyof typeof handlers, request: Request): Promise<Response> {
    ports.clock.set(Date.now());
    const authorization = request.headers.get('Authorization');
    const event = restEvent(name, {
      body: (await request.text()) || null,
      headers: authorization === null ? {} : { Authorization: authorization },
      cookies: [...jar].map(([cookie, value]) => `${cookie}=${value}`),
    });
    const result = await handlers[name](event, lambdaContext());
    const headers = new Headers();
    for (const cookie of headersIn(result, 'set-cookie')) headers.append('Set-Cookie', cookie);
    const body = result.statusCode === 204 ? null : result.body;
    return new Response(body, { status: result.statusCode, headers });
  }

  async function send(input: string | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(typeof input === 'string' ? new URL(input, ORIGIN) : input, init);
    const { pathname } = new URL(request.url);
    const name = ROUTE_NAMES.find(
      (route) => publicPath(route) === pathname && routeOf(route).method === request.method,
    ) as keyof typeof handlers;
    const { instead, delay = 0, isAnswerLost = false } = weather(name);
    const handling = running.then(() => (instead ? instead(request) : handle(name, request)));
    running = handling.catch(() => {});
    const response = await handling;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay * 1_000));
    if (isAnswerLost) throw new TypeError('fetch failed');
    storeCookies(jar, response);
    return response;
  }

  /** Waits until no handler runs. */
  async function idle(): Promise<void> {
    for (let seen: unknown; seen !== running; ) {
      seen = running;
      await running;
      await flush();
    }
  }

  return { fetch: send, ports, session, idle };
}
