import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface StaticSite {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a built site like static hosting: `/authentication/errors` is the file
 * `authentication/errors.html`.
 */
export async function serveSite(
  directory: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticSite> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = pathname.endsWith('/')
      ? `${pathname}index.html`
      : extname(pathname)
        ? pathname
        : `${pathname}.html`;
    try {
      const body = await readFile(`${directory}${path}`);
      response
        .writeHead(200, {
          'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
          ...headers,
        })
        .end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
