import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { STAGE_NAMES, STAGES } from '../../lib/config/stages.ts';
import { OneOrigin } from '../../lib/constructs/one-origin.ts';
import { inRepository } from '../../lib/paths.ts';
import { CONTEXT } from './synthesised.ts';

const scratch = mkdtempSync(join(tmpdir(), 'chordian-synth-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/**
 * Runs the CLI as a user does, without an account. Returns the names of the templates and the
 * findings of the rule packs. All stacks are synthesised and checked. Only the functions of
 * `bundled` are bundled, because `bundles.slow.test.ts` bundles all functions.
 */
function synth(
  name: string,
  context: Record<string, string>,
  { bundled, app }: { bundled: string; app?: string },
) {
  const output = join(scratch, name);
  const flags = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  if (app !== undefined) flags.push('--app', `npx node ${app}`);
  execFileSync(
    inRepository('node_modules/.bin/node'),
    [
      inRepository('node_modules/.bin/cdk'),
      'synth',
      bundled,
      '--exclusively',
      '--quiet',
      '--no-notices',
      '--output',
      output,
      ...flags,
    ],
    { cwd: inRepository(), env: OFFLINE, stdio: 'pipe' },
  );
  return {
    templates: readdirSync(output).filter((file) => file.endsWith('.template.json')),
    findings: readFindings(output),
  };
}

/**
 * Environment without credentials, with which the CLI would look up the account. It has no settings
 * of the developer and no telemetry.
 */
const OFFLINE = {
  PATH: process.env.PATH,
  HOME: scratch,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
  npm_config_update_notifier: 'false',
};

const readFindings = (directory: string): unknown[] =>
  (
    JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
      pluginReports: unknown[];
    }
  ).pluginReports;

/** Milliseconds in which the CLI, the app and esbuild must finish. */
const TIMEOUT_MS = 60_000;

describe('cdk synth', () => {
  const runs: [string, Record<string, string>][] = [
    ...STAGE_NAMES.map((stage): [string, Record<string, string>] => [stage, { stage }]),
    [
      'an emulator',
      {
        stage: 'sandbox',
        waf: 'false',
        monitoring: 'false',
        rotationSchedule: 'false',
        tracing: 'false',
        scheme: 'http',
      },
    ],
  ];
  test.each(runs)(
    '%s synthesises without findings of AwsSolutions and Serverless',
    (name, context) => {
      const { templates, findings } = synth(name, context, {
        bundled: `ChordianAuth-${context.stage}-Foundation`,
      });
      expect(templates).toEqual([
        expect.stringContaining('Account'),
        expect.stringContaining('Foundation'),
        expect.stringContaining('Service'),
      ]);
      expect(findings).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test(
    'fails with a message if the stage does not exist',
    () => {
      expect(() => synth('unknown', { stage: 'staging' }, { bundled: '*' })).toThrow(
        '-c stage=<name> must be one of',
      );
    },
    TIMEOUT_MS,
  );

  test(
    'synthesises the example',
    () => {
      const app = 'examples/protected-api/app.ts';
      expect(
        synth('example', { stage: 'dev' }, { bundled: 'ChordianAuth-dev-Example', app }).templates,
      ).toHaveLength(4);
    },
    TIMEOUT_MS,
  );

  test("a site and the API behind one CDN, with mails and a key of one's own, have no findings", () => {
    const app = new App({ outdir: join(scratch, 'site'), context: CONTEXT });
    const changed = {
      clientIp: 'cloudfront',
      alarmEmail: 'ops@example.com',
      signUp: true,
      mail: { from: 'no-reply@example.com', name: 'Example' },
      encryptionKeyArn:
        'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    } as const;
    const config = { ...STAGES.prod, ...changed };
    const { foundation, service } = addChordianAuth(app, { name: 'prod', config });
    new OneOrigin(new Stack(app, 'Site'), 'Web', {
      api: service.api.api,
      backend: foundation.backend,
      site: new HttpOrigin('site.example.com'),
    });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  test('the rule packs report a planted violation', () => {
    const app = new App({ outdir: join(scratch, 'planted'), context: CONTEXT });
    new Bucket(new Stack(app, 'Planted'), 'Open');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});

test('every acknowledged finding has a reason', () => {
  const sources = readdirSync(inRepository('lib'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts'),
  );
  const reasons = sources.flatMap(
    (file) => readFileSync(inRepository('lib', file), 'utf8').match(/(?<=reason:\s+)\S.+/g) ?? [],
  );
  expect(reasons.length).toBeGreaterThan(10);
  for (const reason of reasons) expect(reason.length).toBeGreaterThan(12);
});
