import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Answer } from '../gateway/answer.ts';

const TYPES: Readonly<Record<string, string>> = {
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

/** Other content may not guess at the type of a file. */
const HEADERS = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };

export const page = (status: number, body: string | Buffer, type = '.html'): Answer => ({
  status,
  headers: { ...HEADERS, 'Content-Type': TYPES[type] ?? 'application/octet-stream' },
  body,
});

/**
 * The file of a URL path below a directory, or undefined. `/guide/start` may be `guide/start.html`,
 * and `/` is `index.html`. No path leaves the directory, through dots, their encodings or a link.
 */
export async function staticFile(directory: string, pathname: string): Promise<Answer | undefined> {
  const path = decode(pathname);
  if (path === undefined) return undefined;
  for (const candidate of path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]) {
    const found = await read(directory, candidate);
    if (found !== undefined) return page(200, found, extname(candidate));
  }
  return undefined;
}

function decode(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

async function read(directory: string, path: string): Promise<Buffer | undefined> {
  try {
    const root = (await realpath(directory)) + sep;
    const file = await realpath(join(root, path));
    return file.startsWith(root) ? await readFile(file) : undefined;
  } catch {
    return undefined;
  }
}
