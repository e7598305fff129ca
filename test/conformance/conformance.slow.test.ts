import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../contract/errors/index.ts';
import { ROUTE_NAMES, routeOf } from '../../contract/routes/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';
import { conformance } from './command.ts';
import { casesIn } from './junit.ts';

const ALLOWED = 'https://app.example';
let sandbox: Sandbox;
const stateDir = temporaryDirectory();
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    stateDir,
    quiet: true,
    allowedOrigins: [ALLOWED],
    emailCodes: true,
    passkeys: true,
  });
});
afterAll(() => sandbox.close());

/** Runs the checks with all options, so that none is skipped. */
async function run(baseUrl: string, ...args: string[]) {
  const { user, expiredToken } = sandbox;
  const report = join(stateDir, 'report.xml');
  const { status, stdout } = await conformance(
    ...['--base-url', baseUrl, '--username', user.username, '--password', user.password],
    ...['--expired-token', expiredToken, '--allowed-origin', ALLOWED, '--sandbox'],
    ...['--passwordless', '--passkeys'],
    ...['--junit', report],
    ...args,
  );
  return { status, stdout, report: readFileSync(report, 'utf8') };
}

test('the sandbox passes every check, and skips those of another algorithm only', async () => {
  const { status, stdout, report } = await run(sandbox.url);
  const others = casesIn(report).filter(({ outcome }) => outcome !== 'passed');
  expect(new Set(others.map(({ group, outcome }) => `${outcome} ${group}`))).toEqual(
    new Set(['skipped GET /auth/jwks']),
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/^conformance: \d{3} passed, 0 failed, 3 skipped\n$/m);
  expect(report).not.toMatch(/failures="[^0]/);
  const groups = casesIn(report).map(({ group }) => group);
  for (const { method, path } of ROUTE_NAMES.map(routeOf)) {
    expect(groups).toContain(`${method} ${path}`);
  }
}, 120_000);

let years = 2_100;

/** Changes that break the contract, each with a check that must fail. */
const BREAKS: [what: string, seenBy: RegExp, alter: (answer: ProxiedResponse) => void][] = [
  ['no X-Request-Id', /^no Authorization header/, ({ headers }) => headers.delete('x-request-id')],
  ['no Cache-Control', /^login answers a token/, ({ headers }) => headers.delete('cache-control')],
  [
    'a cookie that scripts can read',
    /^the cookie is httpOnly/,
    (answer) => (answer.cookies = answer.cookies.map((line) => line.replace('HttpOnly; ', ''))),
  ],
  [
    '500 for an upstream failure',
    /^garbled/,
    (answer) => (answer.body = answer.body.replace('BAD_GATEWAY', 'INTERNAL_ERROR')),
  ],
  ['another status on the wire', /^an unknown path/, replaceStatus(404, { status: 403 })],
  ['another message for unknown users', /^a wrong password is answered/, breakUnknownUsers()],
  [
    'a gateway that answers in its own shape',
    /^an unknown path/,
    replaceStatus(404, { body: '{"message":"Missing Authentication Token"}' }),
  ],
  [
    'another action',
    /^a forged refresh token/,
    (answer) => (answer.body = answer.body.replace('"action":"login"', '"action":"retry"')),
  ],
  [
    'a request id of its own in the body',
    /^garbled/,
    (answer) =>
      (answer.body = answer.body.replace(/"request_id":"[^"]*"/, '"request_id":"another"')),
  ],
  [
    'a refresh that prolongs the session',
    /^a refresh goes on/,
    (answer) =>
      (answer.body = answer.body.replace(/"expires_at":"\d+/, () => `"expires_at":"${years++}`)),
  ],
  [
    'a preflight without headers',
    /^a preflight from an allowed/,
    ({ headers }) => headers.delete('access-control-allow-headers'),
  ],
  [
    'a login that another origin cannot read',
    /^an allowed origin may sign in/,
    ({ headers }) => headers.delete('access-control-allow-origin'),
  ],
  [
    'a logout that may be stored',
    /^every success/,
    replaceStatus(204, { headers: new Headers({ 'x-request-id': 'x' }) }),
  ],
  [
    'a CAPTCHA error without an issue',
    /^a forged CAPTCHA/,
    (answer) => (answer.body = answer.body.replace(/"issue":"[^"]*",/, '')),
  ],
  ['another code for other origins', /^a sandboxed frame/, replaceCode('ORIGIN_NOT_ALLOWED')],
  [
    'a refusal that does not name the origin',
    /^fetch from another site/,
    (answer) => (answer.body = answer.body.replace(/"origin":"[^"]*",/, '')),
  ],
  ['another code for a missing body', /^no body/, replaceCode('BAD_REQUEST')],
  [
    'an answer without credentials that the route does not declare',
    /^a request without credentials/,
    replaceStatus(204, { status: 200, body: '{}' }),
  ],
  ['another status for other methods', /^a method that/, replaceStatus(404, { status: 405 })],
  [
    'any origin allowed',
    /^a preflight from a stranger/,
    (answer) => answer.headers.set('access-control-allow-origin', 'https://stranger.example'),
  ],
];

interface ProxiedResponse {
  status: number;
  headers: Headers;
  cookies: string[];
  body: string;
}

function replaceStatus(
  status: number,
  other: Partial<ProxiedResponse>,
): (answer: ProxiedResponse) => void {
  return (answer) => {
    if (answer.status === status) Object.assign(answer, other);
  };
}

function replaceCode(code: ErrorCode): (answer: ProxiedResponse) => void {
  return (answer) => {
    answer.body = answer.body.replace(code, 'FORBIDDEN');
  };
}

function breakUnknownUsers(): (answer: ProxiedResponse) => void {
  let count = 0;
  return (answer) => {
    if (answer.body.includes('INVALID_CREDENTIALS')) {
      answer.body = answer.body.replace('Incorrect', `Incorrect${' '.repeat(count++)}`);
    }
  };
}

test.each(BREAKS)(
  '%s fails a check',
  async (_, seenBy, alter) => {
    const proxy = await startProxy(sandbox.url, alter);
    try {
      const { status, report } = await run(proxy.url, '--only', seenBy.source);
      const failed = casesIn(report)
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ name }) => name);
      expect(failed).toContainEqual(expect.stringMatching(seenBy));
      expect(status).toBe(1);
    } finally {
      proxy.server.closeAllConnections();
      proxy.server.close();
    }
  },
  120_000,
);

/** Starts a proxy that changes the responses. */
async function startProxy(
  target: string,
  alter: (answer: ProxiedResponse) => void,
): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const body = Buffer.concat(chunks);
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      redirect: 'manual',
      ...(body.length > 0 && { body }),
    });
    const altered: ProxiedResponse = {
      status: answer.status,
      headers: new Headers(answer.headers),
      cookies: answer.headers.getSetCookie(),
      body: await answer.text(),
    };
    alter(altered);
    for (const name of [
      'set-cookie',
      'transfer-encoding',
      'connection',
      'keep-alive',
      'content-length',
    ]) {
      altered.headers.delete(name);
    }
    response.writeHead(
      altered.status,
      [
        ...altered.headers,
        ...altered.cookies.map((line) => ['Set-Cookie', line] as [string, string]),
      ].flat(),
    );
    response.end(altered.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, server };
}
