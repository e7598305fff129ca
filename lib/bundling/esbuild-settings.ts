import { inRepository } from '../paths.ts';

/** The packages of the SDK that bundles replace with the module of that name in `sdk/`. */
export const REPLACED_CLIENTS = [
  'client-cognito-identity-provider',
  'client-dynamodb',
  'client-eventbridge',
  'client-secrets-manager',
  'client-sesv2',
] as const;

/**
 * The settings of esbuild that give the shortest cold start:
 * - The output is CJS, because ESM output loads undici through `node:http`.
 * - `import()` becomes `require()`, for the same reason: the SDK's HTTP handler imports `node:http`
 *   when it sends its first request.
 * - `mainFields` prefers the ESM sources of dependencies, because esbuild can tree-shake them.
 * - The SDK is bundled, because the SDK of the Lambda runtime is larger and older. Only its signer,
 *   retries and HTTP handler are: see `sdk/json-client.ts`.
 */
export const ESBUILD_SETTINGS = {
  format: 'cjs' as const,
  platform: 'node' as const,
  target: 'node24',
  supported: { 'dynamic-import': false },
  minify: true,
  mainFields: ['module', 'main'],
  alias: Object.fromEntries(
    REPLACED_CLIENTS.map((name) => [
      `@aws-sdk/${name}`,
      inRepository('lib/bundling/sdk', `${name}.ts`),
    ]),
  ),
};
