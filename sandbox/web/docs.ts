import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cookieName } from '../../contract/cookies.ts';
import type { HttpResponse } from '../http-response.ts';
import { createResponse, serveFile } from './static.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SITE = fileURLToPath(new URL('../../docs/.vitepress/dist/', import.meta.url));
const PUBLIC = fileURLToPath(new URL('../../docs/public/', import.meta.url));
/** The page that all error bodies link to. Its age is the age of the site. */
const ERRORS_PAGE = 'authentication/errors.html';
const BUILD_COMMAND = ['npm', 'run', '--silent', 'docs'] as const;
const SOURCES = [
  'docs/*.md',
  'docs/{authentication,guide,decisions,samples}/**/*',
  'docs/.vitepress/*.ts',
  'docs/{errors,generate,routes}/*.ts',
  'contract/**/*.ts',
  'scenarios/*.ts',
  'examples/*/*.{ts,js}',
  'examples/*/{app,lib,src}/*.{js,jsx}',
];

export const OPENAPI_FILE = '/openapi.json';

/**
 * The documentation site. It is built in the background if it is missing or older than its sources.
 * An older site is served during the build.
 */
export class DocsSite {
  readonly #site: string;
  readonly #command: readonly [string, ...string[]];
  #build: Promise<void> | undefined;
  #child: ChildProcess | undefined;

  constructor({
    site = SITE,
    command = BUILD_COMMAND,
  }: { site?: string; command?: readonly [string, ...string[]] } = {}) {
    this.#site = site;
    this.#command = command;
  }

  /** Starts a build if the site needs one. Does not wait for its end. */
  async buildIfStale(): Promise<void> {
    if (!(await isStale(join(this.#site, ERRORS_PAGE)))) return;
    const [program, ...args] = this.#command;
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: 'ignore',
      // A process group of its own: `close` ends the processes that the build starts, too.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    this.#child = child;
    this.#build = once(child, 'exit')
      .catch(() => {})
      .then(() => {
        this.#child = undefined;
        this.#build = undefined;
      });
  }

  get isBuilding(): boolean {
    return this.#child !== undefined;
  }

  /** Serves a page of the site. The status is 503 during the first build of the page. */
  async serve(pathname: string): Promise<HttpResponse> {
    const page = await serveFile(this.#site, pathname);
    if (page !== undefined) return page;
    if (this.isBuilding) {
      const response = createResponse(503, BUILDING);
      return { ...response, headers: { ...response.headers, 'Retry-After': '5', Refresh: '3' } };
    }
    const notFound = (await serveFile(this.#site, '/404.html')) ?? createResponse(404, NOT_FOUND);
    return { ...notFound, status: 404 };
  }

  /** Serves the OpenAPI document. It names the refresh cookie as the sandbox does, without https. */
  async serveOpenApi(): Promise<HttpResponse | undefined> {
    const response = await serveFile(PUBLIC, OPENAPI_FILE);
    if (response === undefined) return undefined;
    const [deployed, local] = [cookieName('refresh', 'https'), cookieName('refresh', 'http')];
    return { ...response, body: response.body.toString().replaceAll(deployed, local) };
  }

  /** Stops a build that is running. */
  async close(): Promise<void> {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
    } catch {
      // The build has already ended.
    }
    await this.#build;
  }
}

/** Whether a page is missing or older than one of the sources. */
async function isStale(page: string): Promise<boolean> {
  const builtAt = await readModificationTime(page);
  if (builtAt === 0) return true;
  for await (const file of glob(SOURCES, { cwd: ROOT })) {
    if ((await readModificationTime(`${ROOT}${file}`)) > builtAt) return true;
  }
  return false;
}

/** Milliseconds since the epoch. Zero if the file does not exist. */
const readModificationTime = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

const createDocument = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<body style="font:1rem system-ui;margin:3rem">
<h1>${title}</h1>
<p>${text}</p>
`;

const BUILDING = createDocument(
  'The documentation is being built',
  'This page reloads automatically.',
);
const NOT_FOUND = createDocument(
  'Page not found',
  'If the documentation has not been built yet, run <code>npm run docs</code>.',
);
