import { readFileSync } from 'node:fs';
import { type BuildOptions, build } from 'esbuild';

const client = new URL('../../client/', import.meta.url).pathname;

const { exports } = JSON.parse(readFileSync(`${client}package.json`, 'utf8')) as {
  exports: Record<string, string>;
};

/** Bundles a script as an app does that has installed the package. */
export async function bundle(script: string, options: BuildOptions = {}): Promise<string> {
  const alias = Object.fromEntries(
    Object.entries(exports).map(([path, file]) => [
      `chordian-auth-client${path.slice(1)}`,
      file.replace('./dist/', `${client}src/`).replace('.js', '.ts'),
    ]),
  );
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: client, loader: 'jsx' },
    // Longer names first: an alias also matches what begins with it.
    alias: Object.fromEntries(Object.entries(alias).sort(([a], [b]) => b.length - a.length)),
    bundle: true,
    format: 'esm',
    // `sideEffects` names the files of the package, not the sources.
    ignoreAnnotations: true,
    ...options,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
