import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { EXPOSED_HEADERS, REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { GATEWAY_RESPONSE_TYPES, gatewayResponse } from '../../contract/gateway.ts';
import {
  HTTP_FUNCTIONS,
  publicPath,
  ROUTE_NAMES,
  ROUTES,
  type RouteName,
  routeOf,
} from '../../contract/routes/index.ts';
import { errorEnvelope } from '../../contract/schemas/index.ts';
import {
  createGateway,
  type GatewayOptions,
  type Intervention,
} from '../../sandbox/gateway/gateway.ts';
import type { Handler } from '../../sandbox/gateway/invoke.ts';
import { type Listening, listen } from '../../sandbox/http-server.ts';
import { frozenClock } from '../support/clock.ts';

const documentationUrl = 'http://docs.example/errors';
const clock = frozenClock();
const allowedOrigins: string[] = [];
let respond: Handler;
let intervention: Intervention | undefined;
let received: APIGatewayProxyEvent | undefined;
let server: Listening;
let url: string;

beforeAll(async () => {
  const handler: Handler = (event, context) => {
    received = event;
    return respond(event, context);
  };
  const handlers = Object.fromEntries(
    HTTP_FUNCTIONS.map((name) => [name, handler]),
  ) as GatewayOptions['handlers'];
  server = await listen(
    0,
    createGateway({
      handlers,
      documentationUrl,
      clock,
      allowedOrigins,
      findIntervention: () => intervention,
    }),
  );
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

beforeEach(() => {
  respond = async () => ({ statusCode: 200, body: '{}' });
  intervention = undefined;
  allowedOrigins.length = 0;
  clock.advance(60);
});

/** The path of a route, with a made-up value for each parameter. */
const pathOf = (name: RouteName) => publicPath(name).replaceAll(/\{\w+\}/g, 'made-up');
const call = (name: RouteName, init: RequestInit = {}) =>
  fetch(url + pathOf(name), { method: routeOf(name).method, ...init });

async function readEnvelope(response: Response) {
  const { error } = parseEnvelope(await response.json());
  expect(response.status).toBe(error.status);
  expect(response.headers.get('x-request-id')).toBe(response.headers.get('x-amz-apigw-id'));
  expect(error.documentation_url.startsWith(`${documentationUrl}#`)).toBe(true);
  return error;
}

function parseEnvelope(value: unknown) {
  return errorEnvelope.parse(value);
}

const codeOf = async (response: Response): Promise<ErrorCode> =>
  (await readEnvelope(response)).code;

describe('routes', () => {
  test.each(ROUTE_NAMES)('calls the function of %s with the event of a REST API', async (name) => {
    expect((await call(name)).status).toBe(200);
    expect(received).toMatchObject({
      resource: routeOf(name).path,
      httpMethod: routeOf(name).method,
      isBase64Encoded: false,
    });
    expect(received?.requestContext).toMatchObject({
      stage: 'api',
      domainName: `127.0.0.1:${server.port}`,
      path: pathOf(name),
    });
  });

  test.each(ROUTE_NAMES)('returns NOT_FOUND for %s with any other method', async (name) => {
    const known = ROUTE_NAMES.map(routeOf)
      .filter(({ path }) => path === routeOf(name).path)
      .map(({ method }) => method as string);
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
      (method) => !known.includes(method),
    );
    for (const method of others) {
      expect(await codeOf(await call(name, { method }))).toBe('NOT_FOUND');
    }
  });

  test.each([
    '/api',
    '/api/',
    '/api/auth',
    '/api/auth/nothing',
    '/api/auth/login/',
    '/api/auth/Login',
    '/api/auth/%6Cogin',
    '/api//auth/login',
    '/auth/login',
  ])('returns NOT_FOUND for %s', async (path) => {
    expect(await codeOf(await fetch(url + path, { method: 'POST' }))).toBe('NOT_FOUND');
  });

  test('returns a status and no body for HEAD', async () => {
    const response = await call('login', { method: 'HEAD' });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });
});

describe('the result of a function', () => {
  test('becomes the response: status, headers, several cookies and body', async () => {
    respond = async () => ({
      statusCode: 201,
      headers: { 'X-Request-Id': 'one' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'text',
    });
    const response = await call('login');
    expect([response.status, response.headers.get('x-request-id'), await response.text()]).toEqual([
      201,
      'one',
      'text',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-amzn-requestid')).not.toBeNull();
  });

  test('has its WWW-Authenticate header renamed', async () => {
    respond = async () => ({
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Bearer' },
      body: '{}',
    });
    const { headers } = await call('session');
    expect(headers.get(REMAPPED_CHALLENGE_HEADER)).toBe('Bearer');
    expect(headers.get('www-authenticate')).toBeNull();
  });

  test('is decoded if it is in base64', async () => {
    respond = async () => ({
      statusCode: 200,
      body: Buffer.from('text').toString('base64'),
      isBase64Encoded: true,
    });
    expect(await (await call('login')).text()).toBe('text');
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'text'],
    ['no status', { body: '{}' }],
    ['a status that is not a number', { statusCode: 'fine' }],
    ['a body that is not text', { statusCode: 200, body: { token: '' } }],
  ])('becomes INTERNAL_ERROR if it is %s', async (_kind, result) => {
    respond = async () => result;
    expect(await codeOf(await call('login'))).toBe('INTERNAL_ERROR');
  });

  test('does not stop the gateway if it has a header that cannot be sent', async () => {
    respond = async () => ({ statusCode: 200, headers: { 'X-Broken': 'a\nb' }, body: '{}' });
    await expect(call('login')).rejects.toThrow();
    respond = async () => ({ statusCode: 200, body: '{}' });
    expect((await call('login')).status).toBe(200);
  });

  test.each([
    ['a rejected promise', () => Promise.reject(new Error('secret'))],
    [
      'a synchronous exception',
      () => {
        throw new Error('secret');
      },
    ],
  ])('becomes INTERNAL_ERROR without details if it is %s', async (_kind, handler) => {
    respond = handler;
    const error = await readEnvelope(await call('login'));
    expect(error.code).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(error)).not.toMatch(/secret/);
  });

  test('becomes GATEWAY_TIMEOUT if it never comes', async () => {
    respond = () => new Promise(() => {});
    intervention = { timeoutMs: 5 };
    expect(await codeOf(await call('login'))).toBe('GATEWAY_TIMEOUT');
  });
});

describe('a response of the gateway itself', () => {
  test.each(GATEWAY_RESPONSE_TYPES.filter((type) => type !== 'ACCESS_DENIED'))(
    'comes from its row of the error table: %s',
    async (type) => {
      intervention = { response: type };
      const response = await call('login', { headers: { Origin: 'https://app.example' } });
      expect(response.status).toBe(gatewayResponse(type).status);
      expect(await codeOf(response.clone())).toBe(gatewayResponse(type).code);
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    },
  );

  test('throttles only the route whose burst is exceeded, until time has passed', async () => {
    const { burst } = ROUTES.login.throttle;
    for (let count = 0; count < burst; count += 1) expect((await call('login')).status).toBe(200);
    const response = await call('login');
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await codeOf(response)).toBe('TOO_MANY_REQUESTS');
    expect((await call('session')).status).toBe(200);
    clock.advance(1);
    expect((await call('login')).status).toBe(200);
  });

  test('rejects a body over 10 MB and passes a smaller one to the function', async () => {
    expect((await call('login', { body: Buffer.alloc(1024 * 1024, 0x20) })).status).toBe(200);
    // API Gateway does not let an API change this response.
    const rejected = await call('login', {
      body: Buffer.alloc(10 * 1024 * 1024 + 1, 0x20),
      headers: { Origin: 'https://app.example' },
    }).then(
      async (response) => ({
        status: response.status,
        body: await response.json(),
        isReadable: response.headers.has('access-control-allow-origin'),
      }),
      () => 'connection closed',
    );
    const asOnAws = { status: 413, body: { message: 'Request Too Long' }, isReadable: false };
    expect([asOnAws, 'connection closed']).toContainEqual(rejected);
    expect((await call('login')).status).toBe(200);
  });

  test('allows the origin of a preflight, or else the first allowed origin', async () => {
    allowedOrigins.push('https://a.example', 'https://b.example');
    const sendPreflight = (Origin: string) =>
      call('login', { method: 'OPTIONS', headers: { Origin } });
    const allowed = await sendPreflight('https://b.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://b.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('POST');
    expect(
      (await sendPreflight('https://c.example')).headers.get('access-control-allow-origin'),
    ).toBe('https://a.example');
  });
});

describe('a page of this machine', () => {
  const corsOf = ({ headers }: Response) =>
    ['allow-origin', 'allow-credentials', 'expose-headers'].map((name) =>
      headers.get(`access-control-${name}`),
    );
  const EXPOSED = EXPOSED_HEADERS.join(', ');

  test.each(['http://localhost:5173', 'http://127.0.0.1:8080', 'http://localhost'])(
    'calls the API from %s as from its own origin and can read the response',
    async (origin) => {
      respond = async () => ({
        statusCode: 200,
        headers: { 'access-control-allow-origin': 'https://a.example', vary: 'Origin' },
        body: '{}',
      });
      const response = await call('login', {
        headers: { Origin: origin, 'Sec-Fetch-Site': 'cross-site', 'X-Other': 'kept' },
      });
      expect(response.status).toBe(200);
      expect(corsOf(response)).toEqual([origin, 'true', EXPOSED]);
      expect(response.headers.get('vary')).toBe('Origin');
      const headers = new Headers(received?.headers as Record<string, string>);
      expect(headers.get('origin')).toBe(url);
      expect(headers.get('sec-fetch-site')).toBe('same-origin');
      expect(headers.get('x-other')).toBe('kept');
    },
  );

  test('is allowed by a preflight, with and without other allowed origins', async () => {
    const Origin = 'http://localhost:5173';
    for (const other of ['https://a.example', 'https://b.example']) {
      const response = await call('login', { method: 'OPTIONS', headers: { Origin } });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe(Origin);
      expect(response.headers.get('access-control-allow-credentials')).toBe('true');
      allowedOrigins.push(other);
    }
  });

  test('has no CORS headers on the own origin of the API', async () => {
    const response = await call('login', { headers: { Origin: url } });
    expect(corsOf(response)).toEqual([null, null, null]);
    expect(new Headers(received?.headers as Record<string, string>).get('origin')).toBe(url);
  });

  test.each([
    'https://localhost:5173',
    'http://localhost.example',
    'http://localhost:5173.example',
    'http://127.0.0.1.example:80',
    'http://example.com#http://localhost:1',
    'http://LOCALHOST@example.com',
    'null',
  ])('is not a page with the origin %s', async (Origin) => {
    const response = await call('login', { headers: { Origin } });
    expect(corsOf(response)).toEqual([null, null, null]);
    expect(new Headers(received?.headers as Record<string, string>).get('origin')).toBe(Origin);
    expect((await call('login', { method: 'OPTIONS', headers: { Origin } })).status).toBe(404);
  });
});

/** Sends bytes. Returns what was received until the connection was closed. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}

describe('malformed requests', () => {
  test.each([
    ['garbage', 'garbage\r\n\r\n'],
    ['a header without a colon', 'GET /api/auth/session HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n'],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\n' +
        'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    [
      'an unknown expectation',
      'GET /api/auth/session HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    ],
    ['a CONNECT request', 'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
    [
      'headers that are too large',
      `GET /api/auth/session HTTP/1.1\r\nHost: a\r\nCookie: ${'x'.repeat(11_000)}\r\n\r\n`,
    ],
  ])('get the envelope: %s', async (_kind, bytes) => {
    const [head = '', body = ''] = (await sendBytes(bytes)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head).toMatch(/^X-Request-Id: .+$/m);
    expect(parseEnvelope(JSON.parse(body)).error.code).toBe('BAD_REQUEST');
  });

  test.each([
    '*',
    '//',
    'http://[',
    '/%',
    '/api/auth/session?%ff',
    'http://elsewhere.example/api/auth/session',
  ])('do not stop the gateway: target %s', async (target) => {
    expect(
      await sendBytes(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    expect((await call('session')).status).toBe(200);
  });

  test('do not stop the gateway: a body that ends early', async () => {
    await sendBytes('POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{');
    expect((await call('login')).status).toBe(200);
  });
});

describe('HTTP/2', () => {
  /** Sends a request over HTTP/2 without TLS. */
  async function send(path: string, headers: Record<string, string>, body?: string) {
    const session = connectHttp2(url);
    try {
      const stream = session.request({ ':path': path, ...headers });
      if (body !== undefined) stream.end(body);
      const [received] = await once(stream, 'response');
      return { headers: received, text: await text(stream) };
    } finally {
      session.destroy();
    }
  }

  test('a function gets the names of headers as HTTP/2 spells them', async () => {
    const { headers } = await send(
      publicPath('login'),
      { ':method': 'POST', Origin: 'https://app.example' },
      '{"a":1}',
    );
    expect(headers[':status']).toBe(200);
    expect(received?.body).toBe('{"a":1}');
    expect(received?.headers).toEqual({ origin: 'https://app.example' });
    expect(received?.requestContext).toMatchObject({
      protocol: 'HTTP/2.0',
      domainName: `127.0.0.1:${server.port}`,
    });
  });

  test('a failure of the gateway can be read by the origin', async () => {
    const { headers, text: body } = await send('/api/nothing', { origin: 'https://app.example' });
    expect(headers['access-control-allow-origin']).toBe('https://app.example');
    expect(parseEnvelope(JSON.parse(body)).error.code).toBe('NOT_FOUND');
  });
});

test.each(['Origin', 'origin', 'ORIGIN'])(
  'a failure of the gateway can be read over HTTP/1.1 if browsers spell it %s',
  async (name) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.end(`GET /api/nothing HTTP/1.1\r\nHost: x\r\n${name}: https://app.example\r\n\r\n`);
    const allowed = (await text(socket)).match(/^access-control-allow-origin: .*$/gim);
    // API Gateway matches names case-sensitively, and no browser writes capitals only.
    expect(allowed).toEqual(
      name === 'ORIGIN' ? null : [expect.stringMatching(/: https:\/\/app\.example$/)],
    );
  },
);
