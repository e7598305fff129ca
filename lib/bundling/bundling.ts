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
 * Folder for source maps. They are needed to decode a stack trace and are not part of the uploaded
 * bundle.
 */
const SOURCE_MAPS = 'dist/source-maps';
const KEEP_SOURCE_MAP = inRepository('lib/bundling/keep-source-map.js');

/**
 * Creates the bundling options that give the shortest cold start:
 * - The output is CJS, because ESM output loads undici through `node:http`.
 * - `mainFields` prefers the ESM sources of dependencies, because esbuild can tree-shake them.
 * - The SDK is bundled, because the SDK of the Lambda runtime is larger and older.
 * - Credentials are read from the environment only.
 */
export function createBundlingOptions(functionKey: FunctionName): BundlingOptions {
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
      afterBundling: (_input, output) => {
        const from = join(output, 'index.js.map');
        const to = inRepository(SOURCE_MAPS, `${functionKey}.js.map`);
        return [`node "${KEEP_SOURCE_MAP}" "${from}" "${to}"`];
      },
    },
  };
}
