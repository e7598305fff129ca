import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cookieName } from '../../contract/cookies.ts';
import { buildEnvelope, buildEnvelopeHeaders } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { SESSION } from '../../contract/limits.ts';
import { publicPath, ROUTE_NAMES, type RouteName } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';

export interface StubApi {
  url: string;
  /** The requests, such as `session with cookie, token token1`. */
  seen: string[];
  close(): Promise<void>;
}

const COOKIE = cookieName('refresh', 'http');

/**
 * Starts an API that first returns these errors of each route, one for each request. After them, it
 * returns successes.
 */
export async function startStubApi(
  failures: Readonly<Partial<Record<RouteName, readonly ErrorCode[]>>>,
): Promise<StubApi> {
  const left = new Map(Object.entries(failures).map(([route, codes]) => [route, [...codes]]));
  const seen: string[] = [];
  let tokens = 0;

  const server = createServer(async (request, response) => {
    const route = ROUTE_NAMES.find((name) => publicPath(name) === request.url);
    for await (const _ of request); // Some clients fail if the response comes before they have sent the whole request.
    if (route === undefined) return response.writeHead(404).end();
    seen.push(describe(route, request));
    const code = left.get(route)?.shift();
    if (code !== undefined) {
      const envelope = buildEnvelope(code, {}, { requestId: 'req_abc123def456' });
      return response
        .writeHead(envelope.error.status, {
          ...buildEnvelopeHeaders(envelope),
          'Content-Type': 'application/json',
        })
        .end(JSON.stringify(envelope));
    }
    if (route === 'logout') return response.writeHead(204).end();
    if (route === 'session') {
      return response.writeHead(200).end(JSON.stringify({ user: { email: TEST_USER.username } }));
    }
    tokens += 1;
    const body = {
      token: `token${tokens}`,
      expiresIn: SESSION.jwtLifetime,
      refreshToken: 'Set in httpOnly cookie',
    };
    const cookie = `${COOKIE}=cookie${tokens}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION.lifetime}`;
    return response
      .writeHead(200, { 'Set-Cookie': cookie, 'Content-Type': 'application/json' })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function describe(route: RouteName, { headers }: IncomingMessage): string {
  const token = headers.authorization?.replace('Bearer ', '');
  const cookie = headers.cookie?.includes(COOKIE) ? 'with' : 'without';
  return `${route} ${cookie} cookie${token === undefined ? '' : `, token ${token}`}`;
}
