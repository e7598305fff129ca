/**
 * Runs the benchmarks and writes `bench/results.json`, of which `npm run docs:generate` makes the
 * page. Arguments are the parts to measure anew, such as `cold latency`. Defaults to all of them.
 * `--quick` takes few samples, to try the benchmark itself.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBundle } from './bundle.ts';
import { type ColdResult, measureCold, type Variant } from './cold.ts';
import { measureInstall } from './install.ts';
import { sampleEvents } from './sample-events.ts';
import { environmentFor, startLocalAws } from './start-local-aws.ts';
import { measureLatency, measureWarm } from './warm.ts';

const here = import.meta.dirname;
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

const PARTS = ['bundles', 'cold', 'inMemory', 'overSockets', 'latency', 'install'] as const;
type Part = (typeof PARTS)[number];
const {
  values: { quick: isQuick },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`parts must be among ${PARTS.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}
const chosen = PARTS.filter((part) => positionals.includes(part));
const isMeasured = (part: Part): boolean => chosen.length === 0 || chosen.includes(part);

const subjectAt = (path: string) => join(here, path);
const amount = isQuick ? { rounds: 3, count: 50 } : { rounds: 25, count: 400 };

/** The built bundles of one variant over sockets. */
const bundleSubject = (folder: string, variant: Variant, endpoint: string) => ({
  name: variant,
  module: subjectAt('subjects/bundle.ts'),
  environment: { ...environmentFor(endpoint), BENCH_BUNDLES: join(folder, variant) },
});

async function measureAllCold(folder: string, endpoint: string) {
  const events = await sampleEvents();
  const cold: Record<string, ColdResult> = {};
  for (const name of FUNCTIONS) {
    console.log(`cold start of ${name}`);
    const files = {
      deployed: join(folder, `deployed-${name}.cjs`),
      default: join(folder, `default-${name}.cjs`),
    };
    const { rounds } = amount;
    cold[name] = await measureCold({ files, event: events[name], endpoint, rounds });
  }
  return cold;
}

function measureInMemory() {
  installPeers();
  return measureWarm(
    [
      { name: 'Chordian Auth', module: subjectAt('subjects/handlers.ts') },
      { name: 'better-auth', module: subjectAt('peers/better-auth.js') },
      { name: 'aws-jwt-verify', module: subjectAt('peers/aws-jwt-verify.js') },
      { name: 'by hand', module: subjectAt('subjects/by-hand.ts') },
    ],
    { operations: ['login', 'refresh', 'session', 'verify'], ...amount },
  );
}

const measureOverSockets = (folder: string, endpoint: string) =>
  measureWarm(
    VARIANTS.map((variant) => bundleSubject(folder, variant, endpoint)),
    { operations: ['login', 'refresh', 'session'], ...amount },
  );

async function measureSlowAws(folder: string) {
  const { aws, endpoint } = await startLocalAws('--slow');
  try {
    return await measureLatency(bundleSubject(folder, 'deployed', endpoint), {
      operations: ['login', 'refresh', 'session'],
      rounds: isQuick ? 5 : 50,
    });
  } finally {
    aws.kill();
  }
}

const file = join(here, 'results.json');
const folder = mkdtempSync(join(tmpdir(), 'chordian-bench-'));
const { aws, endpoint } = await startLocalAws();
try {
  const bundles = await writeBundles(folder);
  const measure: Record<Part, () => unknown> = {
    bundles: () => bundles,
    cold: () => measureAllCold(folder, endpoint),
    inMemory: measureInMemory,
    overSockets: () => measureOverSockets(folder, endpoint),
    latency: () => measureSlowAws(folder),
    install: () => measureInstall(join(here, '../node_modules')),
  };
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { measuredAt: {} };
  results.machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  results.isQuick = isQuick;
  for (const part of PARTS.filter(isMeasured)) {
    console.log(`measures ${part}`);
    results[part] = await measure[part]();
    results.measuredAt[part] = new Date().toISOString().slice(0, 10);
  }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log('wrote bench/results.json');
} finally {
  aws.kill();
  rmSync(folder, { recursive: true });
}
