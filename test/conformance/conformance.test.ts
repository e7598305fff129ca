import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { junit, table } from '../../conformance/report.ts';
import { runConformance } from '../../conformance/run.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryDirectory } from '../sandbox/support.ts';

const ALLOWED = 'https://app.example';
let sandbox: Sandbox;
const stateDir = temporaryDirectory();
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, stateDir, quiet: true, allowedOrigins: [ALLOWED] });
}, 60_000);
afterAll(() => sandbox.close());

test('the sandbox meets the whole contract, and nothing is left out', async () => {
  const { url: baseUrl, user, expiredToken } = sandbox;
  const results = await runConformance({
    baseUrl,
    user,
    expiredToken,
    allowedOrigin: ALLOWED,
    sandbox: true,
  });
  expect(
    results
      .filter(({ outcome }) => outcome !== 'passed')
      .map(({ check, reason }) => `${check.name}: ${reason}`),
  ).toEqual([]);
  expect(table(results)).toMatch(/0 missed, 0 left out$/);
  expect(junit(results)).toMatch(/failures="0" skipped="0"/);
}, 120_000);

let years = 2_100;

/** Ways to break the contract, and a check that must see it. */
const BREAKS: [what: string, seenBy: RegExp, alter: (answer: Altered) => void][] = [
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
  ['another status on the wire', /^an unknown path/, inPlaceOf(404, { status: 403 })],
  ['another message for unknown users', /^a wrong password is answered/, breakUnknownUsers()],
  [
    'a gateway that answers in its own shape',
    /^an unknown path/,
    inPlaceOf(404, { body: '{"message":"Missing Authentication Token"}' }),
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
    inPlaceOf(204, { headers: new Headers({ 'x-request-id': 'x' }) }),
  ],
  [
    'a CAPTCHA that does not say what was wrong',
    /^a forged CAPTCHA/,
    (answer) => (answer.body = answer.body.replace(/"issue":"[^"]*",/, '')),
  ],
  [
    'any origin allowed',
    /^a preflight from a stranger/,
    (answer) => answer.headers.set('access-control-allow-origin', 'https://stranger.example'),
  ],
];

interface Altered {
  status: number;
  headers: Headers;
  cookies: string[];
  body: string;
}

function inPlaceOf(status: number, other: Partial<Altered>): (answer: Altered) => void {
  return (answer) => {
    if (answer.status === status) Object.assign(answer, other);
  };
}

function breakUnknownUsers(): (answer: Altered) => void {
  let count = 0;
  return (answer) => {
    if (answer.body.includes('INVALID_CREDENTIALS')) {
      answer.body = answer.body.replace('Incorrect', `Incorrect${' '.repeat(count++)}`);
    }
  };
}

test.each(BREAKS)(
  '%s is a miss',
  async (_, seenBy, alter) => {
    const proxy = await altering(sandbox.url, alter);
    try {
      const { user, expiredToken } = sandbox;
      const results = await runConformance({
        baseUrl: proxy.url,
        user,
        expiredToken,
        allowedOrigin: ALLOWED,
        sandbox: true,
        only: seenBy,
      });
      const missed = results
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ check }) => check.name);
      expect(missed).toContainEqual(expect.stringMatching(seenBy));
      expect(junit(results)).toMatch(/<failure message="/);
    } finally {
      proxy.server.closeAllConnections();
      proxy.server.close();
    }
  },
  120_000,
);

/** A proxy that changes answers on their way. */
async function altering(
  target: string,
  alter: (answer: Altered) => void,
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
    const altered: Altered = {
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
