/** A `fetch` that gives the answers of a script, and helpers to wait with a fake clock. */

import { jest } from '@jest/globals';
import { buildEnvelope, buildEnvelopeHeaders, type ErrorOptions } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { SESSION } from '../../contract/limits.ts';

export type Answer = (request: Request) => Response | Promise<Response>;

export const REQUEST_ID = 'req_abc123def456';

/** The error of the service with this code. */
export const envelope =
  <C extends ErrorCode>(code: C, options: ErrorOptions<C> = {}): Answer =>
  () => {
    const body = buildEnvelope(code, options, { requestId: REQUEST_ID });
    return Response.json(body, { status: body.error.status, headers: buildEnvelopeHeaders(body) });
  };

export const json =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status });

export const empty: Answer = () => new Response(null, { status: 204 });

/** The page of a proxy, which is not an answer of the service. */
export const html =
  (status: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response('<html><h1>Proxy</h1></html>', {
      status,
      headers: { 'Content-Type': 'text/html', ...headers },
    });

/** The connection is lost, as `fetch` reports it. */
export const lost: Answer = () => {
  throw new TypeError('fetch failed');
};

/** Never answers. */
export const silence: Answer = () => new Promise(() => {});

export const CLAIMS = {
  sub: 'sub-1',
  sid: 'sid-1',
  username: 'Ünal 🦊',
  email: 'test@example.com',
  groups: ['staff'],
} as const;

/** Creates a session JWT without a valid signature, which the client does not check. */
export function jwt(claims: Partial<Record<keyof typeof CLAIMS | 'jti', unknown>> = {}): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'HS256' })}.${encode({ ...CLAIMS, ...claims })}.c2ln`;
}

/** A token for a session. Each `jti` makes another token. */
export const token = (claims: Parameters<typeof jwt>[0] = {}): Answer =>
  json({
    token: jwt(claims),
    expiresIn: SESSION.jwtLifetime,
    refreshToken: 'Set in httpOnly cookie',
  });

export interface Seen {
  /** For example `POST /api/auth/login`. */
  route: string;
  authorization: string | null;
  body: string;
  request: Request;
}

/** Creates a `fetch` that gives these answers in turn. A further request fails the test. */
export function scripted(...answers: Answer[]) {
  const seen: Seen[] = [];
  const left = [...answers];
  const send = async (input: string | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(typeof input === 'string' ? new URL(input, ORIGIN) : input, init);
    const { pathname, search } = new URL(request.url);
    seen.push({
      route: `${request.method} ${pathname}${search}`,
      authorization: request.headers.get('Authorization'),
      body: await request.clone().text(),
      request,
    });
    const answer = left.shift();
    if (answer === undefined) throw new Error(`the script has no answer for ${request.url}`);
    return answer(request);
  };
  return {
    fetch: send,
    seen,
    routes: () => seen.map(({ route }) => route.replace('/api/auth', '')),
    /** Adds answers. */
    add: (...more: Answer[]) => left.push(...more),
    get left() {
      return left.length;
    },
  };
}

export const ORIGIN = 'https://app.example.com';

const realImmediate = setImmediate;

/** Waits until what needs no time has happened, such as reading a body. The clock stands still. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise<void>((resolve) => realImmediate(resolve));
  }
}

/** Lets so many seconds pass on the fake clock. */
export async function elapse(seconds: number): Promise<void> {
  await flush();
  for (let second = 0; second < seconds; second += 1) {
    await jest.advanceTimersByTimeAsync(1_000);
    await flush();
  }
}

/** Lets time pass until a promise has settled. */
export async function passTime<T>(promise: Promise<T>): Promise<T> {
  let isPending = true;
  promise
    .catch(() => {})
    .finally(() => {
      isPending = false;
    });
  await flush();
  for (let seconds = 0; isPending && seconds < 600; seconds += 1) {
    await jest.advanceTimersByTimeAsync(1_000);
  }
  if (isPending) throw new Error('the promise did not settle within ten minutes');
  return promise;
}
