/**
 * Whether a V8 code cache beside the bundle is worth its bytes, and what it costs if V8 rejects it:
 * `npm run bench:code-cache`. The result is in decision 37.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VARIABLES } from '../test/support/variables.ts';
import { buildBundle } from './bundle.ts';
import { type ColdSample, start } from './cold.ts';
import { sampleEvents } from './sample-events.ts';
import { startLocalAws } from './start-local-aws.ts';
import { medianOf, ratioOf, round } from './statistics.ts';

const FUNCTIONS = ['login', 'session', 'captcha'] as const;
const ROUNDS = 15;
/** Position of V8's version in a code cache, which is the first thing that V8 compares. */
const VERSION_OFFSET = 4;

/** A module that runs the bundle beside it with a code cache. */
const loader = (bundle: string, cache: string) => `
  const { readFileSync } = require('node:fs');
  const { Script } = require('node:vm');
  const { wrap } = require('node:module');
  const filename = ${JSON.stringify(bundle)};
  const cachedData = readFileSync(${JSON.stringify(cache)});
  const script = new Script(wrap(readFileSync(filename, 'utf8')), { filename, cachedData });
  script.runInThisContext()(exports, require, module, __filename, __dirname);`;

/** Writes a cache that holds every function that one import has compiled. */
const writer = (bundle: string, cache: string) => `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { Script } = require('node:vm');
  const { wrap } = require('node:module');
  const filename = ${JSON.stringify(bundle)};
  const script = new Script(wrap(readFileSync(filename, 'utf8')), { filename });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, filename, '');
  writeFileSync(${JSON.stringify(cache)}, script.createCachedData());`;

async function writeVariants(folder: string, name: (typeof FUNCTIONS)[number]) {
  const file = (ending: string) => join(folder, `${name}${ending}`);
  writeFileSync(file('.cjs'), (await buildBundle(name)).text);
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-e', writer(file('.cjs'), file('.cache'))],
    { env: { ...process.env, ...VARIABLES, AWS_REGION: 'eu-west-1' } },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const cache = readFileSync(file('.cache'));
  cache.writeUInt32LE((cache.readUInt32LE(VERSION_OFFSET) ^ 1) >>> 0, VERSION_OFFSET);
  writeFileSync(file('.other-cache'), cache);
  writeFileSync(file('-cached.cjs'), loader(file('.cjs'), file('.cache')));
  writeFileSync(file('-rejected.cjs'), loader(file('.cjs'), file('.other-cache')));
  return {
    files: [file('.cjs'), file('-cached.cjs'), file('-rejected.cjs')],
    bytes: { bundle: statSync(file('.cjs')).size, cache: cache.length },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'chordian-code-cache-'));
const { aws, endpoint } = await startLocalAws();
try {
  const events = await sampleEvents();
  for (const name of FUNCTIONS) {
    const { files, bytes } = await writeVariants(folder, name);
    const samples: ColdSample[][] = files.map(() => []);
    for (let index = 0; index < ROUNDS; index += 1) {
      for (const [variant, file] of files.entries()) {
        samples[variant]?.push(await start(file, events[name], endpoint));
      }
    }
    const summary = (key: 'importMs' | 'answerMs') => {
      const [plain = [], cached = [], rejected = []] = samples.map((of) =>
        of.map((sample) => sample[key]),
      );
      return {
        plainMs: round(medianOf(plain), 1),
        cached: round(ratioOf(cached, plain)),
        rejected: round(ratioOf(rejected, plain)),
      };
    };
    console.log(name, bytes, 'import', summary('importMs'), 'answer', summary('answerMs'));
  }
} finally {
  aws.kill();
  rmSync(folder, { recursive: true });
}
