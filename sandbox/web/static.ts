import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { HttpResponse } from '../http-response.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const HEADERS = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };

/** Creates a response. `extension` selects its content type and defaults to `.html`. */
export const createResponse = (
  status: number,
  body: string | Buffer,
  extension = '.html',
): HttpResponse => ({
  status,
  headers: {
    ...HEADERS,
    'Content-Type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
  },
  body,
});

/**
 * Serves the file for a URL path below a directory. `/guide/start` may be `guide/start.html`, and
 * `/` is `index.html`. Returns undefined if there is no such file, and for any path that leaves the
 * directory, through dots, their encodings or a link.
 */
export async function serveFile(
  directory: string,
  pathname: string,
): Promise<HttpResponse | undefined> {
  const path = decodePath(pathname);
  if (path === undefined) return undefined;
  for (const candidate of path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]) {
    const content = await readBelow(directory, candidate);
    if (content !== undefined) return createResponse(200, content, extname(candidate));
  }
  return undefined;
}

function decodePath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

async function readBelow(directory: string, path: string): Promise<Buffer | undefined> {
  try {
    const root = (await realpath(directory)) + sep;
    const file = await realpath(join(root, path));
    return file.startsWith(root) ? await readFile(file) : undefined;
  } catch {
    return undefined;
  }
}
