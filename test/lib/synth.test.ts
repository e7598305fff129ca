import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { STAGE_NAMES } from '../../lib/config.ts';
import { inRepository } from '../../lib/paths.ts';
import { CONTEXT } from './synthesised.ts';

const scratch = mkdtempSync(join(tmpdir(), 'chordian-synth-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs an app as `cdk synth` does; the names of its templates and what the rule packs had to say. */
function synth(name: string, app: string, context: Record<string, string>) {
  const CDK_OUTDIR = join(scratch, name);
  execFileSync(inRepository('node_modules/.bin/node'), [inRepository(app)], {
    env: { ...process.env, NODE_OPTIONS: '', CDK_OUTDIR, CDK_CONTEXT_JSON: JSON.stringify({ ...CONTEXT, ...context }) },
    stdio: 'pipe',
  });
  return { templates: readdirSync(CDK_OUTDIR).filter((file) => file.endsWith('.template.json')), findings: findingsIn(CDK_OUTDIR) };
}

const findingsIn = (directory: string): unknown[] =>
  (JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as { pluginReports: unknown[] }).pluginReports;

describe('bin/app.ts', () => {
  const runs: [string, Record<string, string>][] = [
    ...STAGE_NAMES.map((stage): [string, Record<string, string>] => [stage, { stage }]),
    ['an emulator', { stage: 'sandbox', waf: 'false', rotationSchedule: 'false', tracing: 'false', scheme: 'http' }],
  ];
  test.each(runs)('%s synthesises, and AwsSolutions and Serverless find nothing unexplained', (name, context) => {
    const { templates, findings } = synth(name, 'bin/app.ts', context);
    expect(templates).toEqual([expect.stringContaining('Foundation'), expect.stringContaining('Service')]);
    expect(findings).toEqual([]);
  });

  test('the rule packs do look', () => {
    const app = new App({ outdir: join(scratch, 'planted'), context: CONTEXT });
    new Bucket(new Stack(app, 'Planted'), 'Open');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });
});

test('the example synthesises', () => {
  expect(synth('example', 'examples/protected-api/app.ts', { stage: 'dev' }).templates).toHaveLength(3);
});

test('every explanation says something', () => {
  const sources = readdirSync(inRepository('lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const reasons = sources.flatMap((file) => readFileSync(inRepository('lib', file), 'utf8').match(/(?<=reason:\s+)\S.+/g) ?? []);
  expect(reasons.length).toBeGreaterThan(10);
  for (const reason of reasons) expect(reason.length).toBeGreaterThan(12);
});
