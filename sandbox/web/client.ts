/** The modules of `client/` for the pages, bundled from the sources at the first request. */

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../client/src/', import.meta.url));
const ENTRIES: Readonly<Record<string, string>> = {
  client: 'index.ts',
  element: 'element/index.ts',
  account: 'element/account/index.ts',
  /** The client starts it by this name. */
  worker: 'captcha/worker.ts',
};

type Modules = ReadonlyMap<string, string>;

async function bundle(): Promise<Modules> {
  // Most sandboxes never serve these modules, and esbuild takes 40 ms to load.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ out, in: SOURCE + file })),
    outdir: SOURCE,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}

/**
 * Creates a function that returns the JavaScript of a module, such as `element.js`, or undefined if
 * there is none. It bundles them once. After a failure, the next request bundles them again.
 */
export function createClientModules(
  build: () => Promise<Modules> = bundle,
): (file: string) => Promise<string | undefined> {
  let modules: Promise<Modules> | undefined;
  return async (file) => {
    modules ??= build().catch((error: unknown) => {
      modules = undefined;
      throw error;
    });
    return (await modules).get(file);
  };
}
