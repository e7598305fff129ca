import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import type { FunctionName } from '../../../../contract/environment.ts';
import {
  HTTP_FUNCTIONS,
  publicPathOf,
  ROUTE_NAMES,
  ROUTES,
  routeOf,
} from '../../../../contract/routes/index.ts';
import { ProtectedApiStack } from '../../../../examples/protected-api/protected-api-stack.ts';
import { addChordianAuth } from '../../../../lib/chordian-auth.ts';
import { CONTEXT, configOf, type Resource, toText } from '../../synthesised.ts';

export interface Bundle {
  name: FunctionName;
  directory: string;
  /** Lambda's handler string, such as `index.handler`. */
  handler: string;
  environment: Record<string, string>;
}

interface LambdaProperties {
  Description?: string;
  Code: { S3Key?: string };
  Handler: string;
  Environment?: { Variables: Record<string, unknown> };
}

/**
 * A stage with the default algorithm has no public keys to serve. Therefore one bundle is that of
 * another stage.
 */
const PUBLIC_KEYS_STAGE = 'sandbox';

/** Bundles all functions of the product and the function of the example, into `outdir`. */
export function buildBundles() {
  // File times may be less precise than the clock.
  const startedAtMs = Date.now() - 1_000;
  const outdir = mkdtempSync(join(tmpdir(), 'chordian-bundles-'));
  const { stacks } = withoutStderr(() => synthesiseBundled(outdir));
  const bundles = stacks.flatMap(({ stackName, template }) =>
    Object.values((template as { Resources: Record<string, Resource> }).Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => Properties as unknown as LambdaProperties)
      .filter(({ Description }) => Description?.startsWith('Chordian Auth'))
      .map((properties) => toBundle(outdir, properties))
      .filter(({ name }) => stackName.includes(PUBLIC_KEYS_STAGE) === (name === 'jwks')),
  );
  return { bundles, outdir, startedAtMs };
}

function synthesiseBundled(outdir: string) {
  const config = configOf('dev', {
    signUp: true,
    featurePlan: 'ESSENTIALS',
    passwordless: { emailCode: true, passkeys: { relyingParty: 'example.com' } },
    mail: { from: 'no-reply@example.com', name: 'Example' },
  });
  const app = new App({ outdir, context: { ...CONTEXT, 'aws:cdk:bundling-stacks': ['**'] } });
  const { foundation } = addChordianAuth(app, { name: 'dev', config });
  new ProtectedApiStack(app, 'Example', { backend: foundation.backend, config });
  const tokens = { ...config.tokens, algorithm: 'ES256' } as const;
  addChordianAuth(
    app,
    { name: PUBLIC_KEYS_STAGE, config: configOf(PUBLIC_KEYS_STAGE, { tokens }) },
    { routes: { jwks: ROUTES.jwks } },
  );
  return app.synth();
}

/** Hides what CDK prints about each asset. */
function withoutStderr<T>(work: () => T): T {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return work();
  } finally {
    stderr.mockRestore();
  }
}

const toBundle = (
  outdir: string,
  { Description = '', Code, Handler, Environment }: LambdaProperties,
): Bundle => ({
  name: nameOf(Description),
  directory: join(outdir, `asset.${Code.S3Key?.replace('.zip', '')}`),
  handler: Handler,
  environment: Object.fromEntries(
    Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [key, toText(value)]),
  ),
});

function nameOf(description: string): FunctionName {
  const route = ROUTE_NAMES.map(routeOf).find((one) => description.endsWith(publicPathOf(one)));
  if (description.includes('by mail')) return 'notices';
  if (description.includes('users')) {
    return description.includes('asks') ? 'revalidate' : 'user-events';
  }
  if (description.includes('mails')) return 'custom-message';
  const several = HTTP_FUNCTIONS.find((name) => description.endsWith(` routes of ${name}`));
  return (
    route?.function ?? several ?? (description.includes('keyrings') ? 'rotate-keys' : 'authorizer')
  );
}
