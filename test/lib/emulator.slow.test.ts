/**
 * The recipe of the deploy guide for an emulator of AWS. Its commands run as they are printed, up to
 * a server that records what they ask AWS for.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { readStage } from '../../lib/config/read-stage.ts';
import { inRepository } from '../../lib/paths.ts';
import { startFakeAws } from '../support/fake-aws.ts';
import { CONTEXT } from './synthesised.ts';

const guide = readFileSync(inRepository('docs/guide/deploy.md'), 'utf8');
const section = /^## On an emulator$([\s\S]*?)^## /m.exec(guide)?.[1] ?? '';
const lines = [...section.matchAll(/```bash\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const exported = Object.fromEntries(
  lines
    .filter((line) => line.startsWith('export '))
    .flatMap((line) => line.slice('export '.length).split(' '))
    .map((assignment) => assignment.split('=') as [string, string]),
);
const commands = lines.filter((line) => !line.startsWith('export '));

const scratch = mkdtempSync(join(tmpdir(), 'chordian-emulator-'));
let aws: Awaited<ReturnType<typeof startFakeAws>>;
beforeAll(async () => {
  aws = await startFakeAws();
  aws.answers.GetCallerIdentity = () => ({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/test',
    UserId: 'test',
  });
});
afterAll(() => {
  aws.close();
  rmSync(scratch, { recursive: true });
});

/** The environment that the exports make, without any setting of the developer. */
const environment = () => ({
  ...exported,
  AWS_ENDPOINT_URL: aws.endpoint,
  PATH: [inRepository('node_modules/.bin'), process.env.PATH].join(delimiter),
  HOME: scratch,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
  CDK_OUTDIR: join(scratch, 'cdk.out'),
  npm_config_update_notifier: 'false',
});

/** Runs a command of the guide. A placeholder stands for an output of the deployment. */
async function run(command: string): Promise<string> {
  const line = command
    .replace('http://localhost:4566', aws.endpoint)
    .replaceAll(/<(\w+)>/g, (_, output: string) => `us-east-1_${output}`);
  const [file = '', ...args] = line.split(' ');
  const child = spawn(file, args, { cwd: inRepository(), env: environment() });
  child.stdin.end();
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  return stdout + stderr;
}

test('the recipe sets the endpoint, the region and the credentials', () => {
  expect(Object.keys(exported).toSorted()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_ENDPOINT_URL',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
  ]);
  expect(commands).toHaveLength(4);
});

test.each(commands)(
  '%s reaches the endpoint',
  async (command) => {
    aws.asked.length = 0;
    const printed = await run(command);
    expect({ printed, hasAsked: aws.asked.length > 0 }).toEqual({ printed, hasAsked: true });
    expect(printed).not.toMatch(/Region is missing|--require-approval|unknown option/i);
  },
  240_000,
);

test('the templates contain nothing that the switches leave out', () => {
  const deploy = commands.find((command) => command.includes('cdk deploy')) ?? '';
  const context = Object.fromEntries(
    [...deploy.matchAll(/-c (\w+)=(\w+)/g)].map(([, key, value]) => [key, value]),
  );
  const app = new App({ context: { ...CONTEXT, ...context } });
  const { account, foundation, service } = addChordianAuth(app, readStage(app.node));
  for (const stack of [account, foundation, service]) {
    const types = Object.values(Template.fromStack(stack).toJSON().Resources).map(
      (resource) => (resource as { Type: string }).Type,
    );
    expect(types.join()).not.toMatch(/WAFv2|CloudWatch::|MetricFilter|RotationSchedule|XRay/);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('xray:');
  }
});
