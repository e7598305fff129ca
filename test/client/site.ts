/**
 * An app on one origin with the service: the built client, a page, an API of a customer, and a
 * proxy before the sandbox that can fail.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serveFile } from '../../sandbox/web/static.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;

/** Builds the client as its package does. Returns the directory. */
export async function buildClient(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'chordian-client-'));
  const tsc = join(root, 'node_modules/.bin/tsc');
  await run(tsc, ['-p', join(root, 'client'), '--outDir', directory]);
  return directory;
}

const APP = `
import { createAuthClient } from '/client/index.js';
const auth = createAuthClient();
const show = ({ status, online, error }) => {
  Object.assign(document.body.dataset, { status, online, error: error?.code });
};
auth.onSessionChange(show);
show(auth.state);
auth.restore();
addEventListener('pageshow', ({ persisted }) => {
  document.body.dataset.persisted = persisted;
});
globalThis.auth = auth;
`;

const html = (body: string) => `<!doctype html><html lang="en"><title>App</title><body>${body}`;

const PAGES: Readonly<Record<string, [type: string, body: string]>> = {
  '/': ['text/html', html('<script type="module" src="/app.js"></script>')],
  '/other': ['text/html', html('<h1>Another page</h1>')],
  '/app.js': ['text/javascript', APP],
};

/** What happens to the next requests of a path. */
export interface Fault {
  /** For example `/api/auth/refresh`. */
  path: string;
  /** How many requests it concerns. Defaults to all until it is removed. */
  times?: number;
  /** Waits for this before it passes the request on. */
  until?: Promise<unknown>;
  /** Closes the connection instead of answering. */
  reset?: true;
  /** Answers with the page of a proxy. */
  status?: number;
  /** Replaces the token of the request. */
  token?: string;
}

export async function startSite(sandboxUrl: string) {
  const client = await buildClient();
  const faults = new Set<Fault>();
  const seen: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = PAGES[pathname];
    if (page) {
      response.setHeader('Content-Security-Policy', "default-src 'self'");
      return response.setHeader('Content-Type', page[0]).end(page[1]);
    }
    if (pathname.startsWith('/client/')) {
      const file = await serveFile(client, pathname.slice('/client'.length));
      return response.writeHead(file?.status ?? 404, file?.headers ?? {}).end(file?.body ?? '');
    }
    seen.push(`${request.method} ${pathname}`);
    const fault = [...faults].find(({ path }) => path === pathname);
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) faults.delete(fault);
    }
    await fault?.until;
    if (fault?.reset) return request.socket.destroy();
    if (fault?.status) return response.writeHead(fault.status).end('<h1>Proxy</h1>');
    return pass(request, response, fault?.token);
  }

  /** Passes a request on. `POST /orders` needs a token that the service accepts. */
  async function pass(request: IncomingMessage, response: ServerResponse, token?: string) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isOrder = request.url === '/orders';
    const { authorization, cookie } = request.headers;
    const bearer = token === undefined ? authorization : `Bearer ${token}`;
    const passed = await fetch(sandboxUrl + (isOrder ? '/api/auth/session' : request.url), {
      method: isOrder ? 'GET' : (request.method ?? 'GET'),
      headers: {
        ...(bearer !== undefined && { authorization: bearer }),
        ...(cookie !== undefined && !isOrder && { cookie }),
      },
      ...(chunks.length > 0 && !isOrder && { body: Buffer.concat(chunks) }),
    });
    const setCookie = passed.headers.getSetCookie();
    response.writeHead(passed.status, {
      'Content-Type': 'application/json',
      ...(setCookie.length > 0 && { 'Set-Cookie': setCookie }),
    });
    response.end(Buffer.from(await passed.arrayBuffer()));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    seen,
    /** Adds a fault. Returns a function that removes it. */
    fail(fault: Fault) {
      faults.add(fault);
      return () => faults.delete(fault);
    },
    /** Removes all faults. */
    heal: () => faults.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(client, { recursive: true });
    },
  };
}
