import { join } from 'node:path';
import {
  type BundlingOptions,
  LogLevel,
  OutputFormat,
  SourceMapMode,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import type { FunctionName } from '../../contract/environment.ts';
import { inRepository } from '../paths.ts';
import { ESBUILD_SETTINGS } from './esbuild-settings.ts';

/**
 * Folder for source maps. They are needed to decode a stack trace and are not part of the uploaded
 * bundle.
 */
const SOURCE_MAPS = 'dist/source-maps';
const KEEP_SOURCE_MAP = inRepository('lib/bundling/keep-source-map.js');

/** Creates the options with which CDK runs esbuild. */
export function createBundlingOptions(functionKey: FunctionName): BundlingOptions {
  const { target, minify, mainFields, alias, supported } = ESBUILD_SETTINGS;
  return {
    format: OutputFormat.CJS,
    target,
    minify,
    mainFields,
    externalModules: [],
    sourceMap: true,
    sourceMapMode: SourceMapMode.EXTERNAL,
    sourcesContent: false,
    logLevel: LogLevel.WARNING,
    esbuildArgs: Object.fromEntries([
      ...Object.entries(alias).map(([name, file]) => [`--alias:${name}`, file]),
      ...Object.entries(supported).map(([name, value]) => [`--supported:${name}`, String(value)]),
    ]),
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) => {
        const from = join(output, 'index.js.map');
        const to = inRepository(SOURCE_MAPS, `${functionKey}.js.map`);
        return [`node "${KEEP_SOURCE_MAP}" "${from}" "${to}"`];
      },
    },
  };
}
