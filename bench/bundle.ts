/** Bundles a function in memory, as a deployment does and as CDK does by default. */

import { build, type Metafile } from 'esbuild';
import type { FunctionName } from '../contract/environment.ts';
import { ESBUILD_SETTINGS } from '../lib/bundling/esbuild-settings.ts';

export const SETTINGS = {
  deployed: ESBUILD_SETTINGS,
  /** What CDK's `NodejsFunction` passes to esbuild if no bundling option is set. */
  default: { format: 'cjs', platform: 'node', target: 'node24', minify: false },
} as const;

export interface BuiltBundle {
  text: string;
  bytes: number;
  /** Bytes of each package or folder of this repository, the largest first. */
  parts: readonly (readonly [part: string, bytes: number])[];
}

export async function buildBundle(
  name: FunctionName,
  settings: keyof typeof SETTINGS = 'deployed',
): Promise<BuiltBundle> {
  const { outputFiles, metafile } = await build({
    ...SETTINGS[settings],
    mainFields: settings === 'deployed' ? ESBUILD_SETTINGS.mainFields : ['main', 'module'],
    absWorkingDir: `${import.meta.dirname}/..`,
    entryPoints: [`functions/${name}.ts`],
    outfile: 'index.js',
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made no bundle of ${name}`);
  return { text: file.text, bytes: file.contents.length, parts: countParts(metafile) };
}

function countParts({ outputs }: Metafile): BuiltBundle['parts'] {
  const bytesOf = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(file);
      bytesOf.set(part, (bytesOf.get(part) ?? 0) + bytesInOutput);
    }
  }
  return [...bytesOf].toSorted(([, a], [, b]) => b - a);
}

/** The package of an input, or its first folder in this repository. */
const partOf = (file: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? `${file.split('/')[0]}/`;
