/**
 * The cold start of each function: the time to import its bundle, and to its first answer, in fresh
 * processes. The modules of Node.js that AWS's runtime client loads are in place before.
 */

import { spawn } from 'node:child_process';
import { environmentFor } from './start-local-aws.ts';
import { medianOf, ratioOf, round } from './statistics.ts';

/** AWS: aws-lambda-nodejs-runtime-interface-client, the imports of its sources. */
const LOADED = [
  'async_hooks',
  'buffer',
  'fs',
  'http',
  'path',
  'stream',
  'url',
  'util',
  'worker_threads',
];

export interface ColdSample {
  importMs: number;
  answerMs: number;
  heapMb: number;
  residentMb: number;
}
export interface ColdResult {
  deployed: ColdSample;
  default: ColdSample;
  importRatio: number;
  answerRatio: number;
}
export type Variant = 'deployed' | 'default';

interface Setup {
  files: Record<Variant, string>;
  event: unknown;
  endpoint: string;
  rounds: number;
}

export async function measureCold({ files, event, endpoint, rounds }: Setup): Promise<ColdResult> {
  const samples: Record<Variant, ColdSample[]> = { deployed: [], default: [] };
  for (let index = 0; index < rounds; index += 1) {
    // The order of a pair alternates.
    const order: Variant[] = index % 2 ? ['default', 'deployed'] : ['deployed', 'default'];
    for (const variant of order)
      samples[variant].push(await start(files[variant], event, endpoint));
  }
  const summary = (variant: Variant): ColdSample => ({
    importMs: round(medianOf(samples[variant].map(({ importMs }) => importMs))),
    answerMs: round(medianOf(samples[variant].map(({ answerMs }) => answerMs))),
    heapMb: round(medianOf(samples[variant].map(({ heapMb }) => heapMb)), 1),
    residentMb: round(medianOf(samples[variant].map(({ residentMb }) => residentMb)), 1),
  });
  const ratio = (key: 'importMs' | 'answerMs') =>
    round(
      ratioOf(
        samples.deployed.map((sample) => sample[key]),
        samples.default.map((sample) => sample[key]),
      ),
    );
  return {
    deployed: summary('deployed'),
    default: summary('default'),
    importRatio: ratio('importMs'),
    answerRatio: ratio('answerMs'),
  };
}

/** Imports a bundle in a new process and has it answer one event. */
export function start(file: string, event: unknown, endpoint: string): Promise<ColdSample> {
  const child = spawn(process.execPath, ['-e', script(file, event)], {
    env: environmentFor(endpoint),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdio[3]?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('close', () =>
      output === '' ? reject(new Error(`${file}: ${errors}`)) : resolve(JSON.parse(output)),
    );
  });
}

const script = (file: string, event: unknown) => `
  for (const name of ${JSON.stringify(LOADED)}) require('node:' + name);
  const event = ${JSON.stringify(event)};
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 20000 };
  const start = performance.now();
  const { handler } = require(${JSON.stringify(file)});
  const imported = performance.now();
  handler(event, context).then((result) => {
    const answered = performance.now();
    if (result.statusCode >= 300) throw new Error(result.body);
    const { heapUsed, rss } = process.memoryUsage();
    require('node:fs').writeSync(3, JSON.stringify({
      importMs: imported - start,
      answerMs: answered - start,
      heapMb: heapUsed / 1e6,
      residentMb: rss / 1e6,
    }));
    process.exit(0);
  });`;
