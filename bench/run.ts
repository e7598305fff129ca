/**
 * Runs all benchmarks and writes `bench/results.json`. `npm run docs:generate` makes the page of it.
 * `--quick` takes few samples, to try the benchmark itself.
 */

import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { VARIABLES } from '../test/support/variables.ts';
import { buildBundle } from './bundle.ts';
import { type ColdResult, measureCold, type Variant } from './cold.ts';
import { sampleEvents } from './sample-events.ts';
import { measureWarm } from './warm.ts';

const here = import.meta.dirname;
const isQuick = process.argv.includes('--quick');
const FUNCTIONS = ['login', 'refresh', 'session', 'captcha', 'authorizer'] as const;
const VARIANTS: readonly Variant[] = ['deployed', 'default'];

/** The peers have a lock file of their own, so that the product does not install them. */
function installPeers(): void {
  if (existsSync(join(here, 'peers/node_modules'))) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['ci', '--prefix', join(here, 'peers'), '--no-audit', '--no-fund'];
  const { status } = spawnSync(npm, [...options, '--ignore-scripts'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('npm could not install the peers of the benchmark');
}

async function writeBundles(folder: string) {
  const sizes: Record<string, Record<Variant, number> & { parts: Record<string, number> }> = {};
  for (const name of FUNCTIONS) {
    const built = {
      deployed: await buildBundle(name),
      default: await buildBundle(name, 'default'),
    };
    for (const variant of VARIANTS) {
      writeFileSync(join(folder, `${variant}-${name}.cjs`), built[variant].text);
    }
    sizes[name] = {
      deployed: built.deployed.bytes,
      default: built.default.bytes,
      parts: Object.fromEntries(built.deployed.parts),
    };
  }
  return sizes;
}

installPeers();
const folder = mkdtempSync(join(tmpdir(), 'chordian-bench-'));
const aws = fork(join(here, 'local-aws.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
try {
  const [{ endpoint }] = (await once(aws, 'message')) as [{ endpoint: string }];
  const bundles = await writeBundles(folder);
  const events = await sampleEvents();

  const cold: Record<string, ColdResult> = {};
  for (const name of FUNCTIONS) {
    console.log(`cold start of ${name}`);
    const files = {
      deployed: join(folder, `deployed-${name}.cjs`),
      default: join(folder, `default-${name}.cjs`),
    };
    const rounds = isQuick ? 3 : 25;
    cold[name] = await measureCold({ files, event: events[name], endpoint, rounds });
  }

  console.log('warm requests in memory');
  const subjectAt = (path: string) => join(here, path);
  const amount = isQuick ? { rounds: 3, count: 50 } : { rounds: 25, count: 400 };
  const inMemory = await measureWarm(
    [
      { name: 'Chordian Auth', module: subjectAt('subjects/handlers.ts') },
      { name: 'better-auth', module: subjectAt('peers/better-auth.js') },
      { name: 'aws-jwt-verify', module: subjectAt('peers/aws-jwt-verify.js') },
      { name: 'by hand', module: subjectAt('subjects/by-hand.ts') },
    ],
    { operations: ['login', 'refresh', 'session', 'verify'], ...amount },
  );

  console.log('warm requests over sockets');
  const environment = {
    ...VARIABLES,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const module = subjectAt('subjects/bundle.ts');
  const overSockets = await measureWarm(
    VARIANTS.map((variant) => ({
      name: variant,
      module,
      environment: { ...environment, BENCH_BUNDLES: join(folder, variant) },
    })),
    { operations: ['login', 'refresh', 'session'], ...amount },
  );

  const results = {
    measuredAt: new Date().toISOString().slice(0, 10),
    machine: { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length },
    isQuick,
    bundles,
    cold,
    inMemory,
    overSockets,
  };
  writeFileSync(join(here, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  console.log('wrote bench/results.json');
} finally {
  aws.kill();
  rmSync(folder, { recursive: true });
}
