/**
 * Serves the page and passes requests for the service on to the sandbox, so that both share an
 * origin. In a deployment, a CDN does this.
 */

import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream';

const SANDBOX = process.env.SANDBOX_URL ?? 'http://localhost:3000';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
/** The files that may be read: the page, its script, and the client. */
const PUBLIC = /^\/(index\.html|app\.js|node_modules\/chordian-auth-client\/dist\/[\w/-]+\.js)$/;

const server = createServer((incoming, outgoing) => {
  if (!URL.canParse(incoming.url, SANDBOX)) return outgoing.writeHead(400).end();
  const { pathname, search } = new URL(incoming.url, SANDBOX);
  if (pathname.startsWith('/api/auth/')) passOn(pathname + search, incoming, outgoing);
  else serveFile(pathname === '/' ? '/index.html' : pathname, outgoing);
});

function passOn(path, incoming, outgoing) {
  const { method, headers } = incoming;
  const passed = request(SANDBOX + path, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    pipeline(answer, outgoing, () => {});
  });
  pipeline(incoming, passed, (error) => {
    if (error && !outgoing.headersSent) outgoing.writeHead(502).end();
  });
}

async function serveFile(path, outgoing) {
  const body = PUBLIC.test(path)
    ? await readFile(join(import.meta.dirname, path)).catch(() => undefined)
    : undefined;
  if (body === undefined) return outgoing.writeHead(404).end();
  outgoing.writeHead(200, {
    'Content-Type': TYPES[extname(path)],
    'Content-Security-Policy': "default-src 'self'",
  });
  outgoing.end(body);
}

// Only this machine: other machines of the network must not reach the sandbox through it.
server.listen(Number(process.env.PORT ?? 8080), 'localhost', () => {
  process.stdout.write(`Open http://localhost:${server.address().port}\n`);
});
