import { join } from 'node:path';
import {
  type BundlingOptions,
  LogLevel,
  OutputFormat,
  SourceMapMode,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import type { FunctionName } from '../../contract/environment.ts';
import { inRepository } from '../paths.ts';

/**
 * Source maps stay here, apart from what is uploaded: a stack trace is read with them, not started
 * with them.
 */
const SOURCE_MAPS = 'dist/source-maps';
const KEEP_SOURCE_MAP = inRepository('lib/bundling/keep-source-map.js');

/**
 * The recipe that starts fastest. CJS, because ESM output loads undici through `node:http`; the ESM
 * sources of dependencies first, because they shake; the SDK bundled, because the runtime's own is
 * bigger and older; credentials from the environment alone.
 */
export function bundling(functionKey: FunctionName): BundlingOptions {
  return {
    format: OutputFormat.CJS,
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    externalModules: [],
    sourceMap: true,
    sourceMapMode: SourceMapMode.EXTERNAL,
    sourcesContent: false,
    logLevel: LogLevel.WARNING,
    esbuildArgs: {
      '--alias:@aws-sdk/credential-provider-node': inRepository(
        'lib/bundling/credential-provider-node.ts',
      ),
    },
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) => [
        `node "${KEEP_SOURCE_MAP}" "${join(output, 'index.js.map')}" "${inRepository(SOURCE_MAPS, `${functionKey}.js.map`)}"`,
      ],
    },
  };
}
