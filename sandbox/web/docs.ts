import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../gateway/answer.ts';
import { page, staticFile } from './static.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SITE = fileURLToPath(new URL('../../docs/.vitepress/dist/', import.meta.url));
const OPENAPI = fileURLToPath(new URL('../../docs/public/', import.meta.url));
/** The page that every error body links to. */
const NEEDED = 'authentication/errors.html';
const BUILD = ['npm', 'run', '--silent', 'docs'] as const;
const SOURCES = [
  'docs/*.md',
  'docs/{authentication,guide,decisions,samples}/**/*',
  'docs/.vitepress/*.ts',
  'docs/{errors,generate}/*.ts',
  'contract/**/*.ts',
];

const OPENAPI_FILE = '/openapi.json';

/**
 * The documentation site: built in the background when it is missing or older than its sources, and
 * served while that lasts.
 */
export class DocsSite {
  readonly #site: string;
  readonly #command: readonly [string, ...string[]];
  #build: Promise<void> | undefined;
  #child: ChildProcess | undefined;

  constructor({
    site = SITE,
    command = BUILD,
  }: { site?: string; command?: readonly [string, ...string[]] } = {}) {
    this.#site = site;
    this.#command = command;
  }

  async buildIfStale(): Promise<void> {
    if (!(await isStale(join(this.#site, NEEDED)))) return;
    const [program, ...args] = this.#command;
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: 'ignore',
      detached: process.platform !== 'win32', // Its own group, so that vite and esbuild end with it.
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

  get building(): boolean {
    return this.#child !== undefined;
  }

  async answer(pathname: string): Promise<Answer> {
    const found = await staticFile(this.#site, pathname);
    if (found !== undefined) return found;
    if (this.building) {
      return {
        ...page(503, BEING_BUILT),
        headers: { ...page(503, '').headers, 'Retry-After': '5', Refresh: '3' },
      };
    }
    return (
      (await staticFile(this.#site, '/404.html').then(
        (missing) => missing && { ...missing, status: 404 },
      )) ?? page(404, NOT_BUILT)
    );
  }

  openapi(): Promise<Answer | undefined> {
    return staticFile(OPENAPI, OPENAPI_FILE);
  }

  /** Ends a build that is under way. */
  async close(): Promise<void> {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
    } catch {
      // It ended by itself.
    }
    await this.#build;
  }
}

async function isStale(page: string): Promise<boolean> {
  const built = await modified(page);
  if (built === 0) return true;
  for await (const file of glob(SOURCES, { cwd: ROOT })) {
    if ((await modified(`${ROOT}${file}`)) > built) return true;
  }
  return false;
}

const modified = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

const document = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title><body style="font:1rem system-ui;margin:3rem"><h1>${title}</h1><p>${text}</p>`;

const BEING_BUILT = document('The documentation is being built', 'This page reloads by itself.');
const NOT_BUILT = document(
  'No such page',
  'If the documentation is missing altogether, <code>npm run docs</code> builds it.',
);
