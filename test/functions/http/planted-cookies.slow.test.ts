/** A sibling subdomain plants cookies in a real Chromium, whose `Cookie` header the service reads. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../docs/browser.ts';
import { errorIn } from '../../support/answer.ts';
import { BLANKS } from '../../support/blanks.ts';
import { lambdaContext, restEvent } from '../../support/event.ts';
import { handlersOf } from '../../support/handlers.ts';
import { signedIn, world } from '../../support/world.ts';

const NAME = '__Host-refresh_token';
/** Returns the bytes of a text as Node's HTTP server writes and reads headers: one per character. */
const bytesOf = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('latin1');
const PREFIXES = [...BLANKS.map((blank) => bytesOf(blank)), bytesOf('\u00a0', 'latin1')];

let server: Server;
let browser: Browser;
let planted: string[] = [];
let received: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.headers.host?.startsWith('evil.')) response.setHeader('Set-Cookie', planted);
    else if (request.url === '/') received = [request.headers.cookie ?? ''];
    // Node encodes the headers as it does a body that is a string, so the body is none.
    response.end(Buffer.from('<!doctype html><title>page</title>'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser('--host-resolver-rules=MAP *.site.test 127.0.0.1');
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** Visits the sibling, then the service. Returns the `Cookie` header that the service receives. */
async function visitBoth(cookies: readonly string[]): Promise<string> {
  const { port } = server.address() as AddressInfo;
  planted = cookies.map((cookie) => `${cookie}; Domain=site.test; Path=/`);
  received = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://evil.site.test:${port}/`);
  await page.goto(`http://auth.site.test:${port}/`);
  await context.close();
  const [header] = received;
  if (header === undefined) throw new Error('the service received no request');
  return header;
}

test('Chromium refuses a cookie with the prefix and a domain', async () => {
  await expect(visitBoth([`${NAME}=x; Secure`, 'other=y'])).resolves.toBe('other=y');
});

describe.each(['latin1', 'utf8'] as const)('with a header that is read as %s', (encoding) => {
  const decode = (header: string) => Buffer.from(header, 'latin1').toString(encoding);

  test('planted cookies reach the service, and none is taken for its own', async () => {
    const ports = world();
    const { refreshToken } = await signedIn(ports, { sid: 'session-2' });
    const header = await visitBoth(PREFIXES.map((prefix) => `${prefix}${NAME}=${refreshToken}`));
    for (const prefix of PREFIXES) expect(header).toContain(`${prefix}${NAME}=${refreshToken}`);
    const { refresh } = handlersOf(ports);
    const response = await refresh(
      restEvent('refresh', { cookies: [decode(header)] }),
      lambdaContext(),
    );
    errorIn(response, 'BAD_REQUEST');
  });

  test('beside them, the own cookie of the victim is refreshed and signs out', async () => {
    const ports = world();
    const victim = await signedIn(ports);
    const attacker = await signedIn(ports, { sid: 'session-2' });
    const header = await visitBoth(
      PREFIXES.map((prefix) => `${prefix}${NAME}=${attacker.refreshToken}`),
    );
    const cookies = [decode(header), `${NAME}=${victim.refreshToken}`];
    const { refresh, logout } = handlersOf(ports);
    const refreshed = await refresh(restEvent('refresh', { cookies }), lambdaContext());
    const { sid } = await ports.jwts.verify(JSON.parse(refreshed.body).token);
    expect(sid).toBe(victim.session.sid);
    const loggedOut = await logout(restEvent('logout', { cookies }), lambdaContext());
    expect(loggedOut.statusCode).toBe(204);
    expect(ports.sessions.rows().map((row) => row.sid)).toEqual([attacker.session.sid]);
  });
});
