/** The page about speed, made of the results of `npm run bench` and of the budgets. */

import { COGNITO_MS, DATABASE_MS } from '../../bench/latency.ts';
import { type Bar, barChart } from './bar-chart.ts';
import { type Budgets, durationOf, readBudgets } from './budgets.ts';
import { count, table } from './markdown.ts';
import { readJson } from './repository-files.ts';

type Variant = 'deployed' | 'default';
interface Sample {
  importMs: number;
  answerMs: number;
  heapMb: number;
  residentMb: number;
}
interface Results {
  /** The date of each part. */
  measuredAt: Record<string, string>;
  isQuick: boolean;
  machine: { node: string; cpu: string; cores: number };
  bundles: Record<string, Record<Variant, number> & { parts: Record<string, number> }>;
  cold: Record<string, Record<Variant, Sample> & { importRatio: number; answerRatio: number }>;
  inMemory: Record<string, Record<string, { cpuUs: number; ratio: number }>>;
  overSockets: Record<string, Record<string, { cpuUs: number; ratio: number }>>;
  /** Milliseconds of a request if the calls of AWS take their assumed time. */
  latency: Record<string, number>;
  /** Bytes of all packages, and of the largest. */
  install: { bytes: number; largest: Record<string, number> };
}
/** Targets of the ratios to the default bundle, of those to better-auth, and of round trips. */
const TARGETS = {
  import: 0.3,
  answer: 0.4,
  /** Megabytes of `node_modules`. */
  install: 900,
  cpu: { login: 3, refresh: 6, session: 6 },
  trips: {
    login: 3,
    'login that ends an old session': 4,
    refresh: 1,
    'refresh with a forged token': 0,
    session: 1,
    'session that reports a stale row': 2,
    'session with a forged token': 0,
  } as Readonly<Record<string, number>>,
} as const;
const PRODUCT = 'Chordian Auth';

const datesOf = (measuredAt: Results['measuredAt']): string =>
  [...new Set(Object.values(measuredAt))].toSorted().join(' and ');

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const microseconds = (value: number): string => `${Math.round(value)} µs`;

/** Returns the text of the page and of its plots, by path. */
export function performanceFiles(): Record<string, string> {
  const results = readJson<Results>('bench/results.json');
  const budgets = readBudgets();
  return {
    'docs/performance.md': page(results, budgets),
    'docs/performance-bytes.svg': barChart('Bytes of each bundle', bytesBars(results)),
    'docs/performance-cold.svg': barChart('Time to the first answer', coldBars(results)),
    'docs/performance-warm.svg': barChart('CPU time per request', warmBars(results)),
  };
}

const VARIANT_NAMES = { deployed: PRODUCT, default: 'default bundle' } as const;
const VARIANTS = Object.keys(VARIANT_NAMES) as Variant[];

const bytesBars = ({ bundles }: Results): Bar[] =>
  Object.entries(bundles).flatMap(([name, sizes]) =>
    VARIANTS.map((variant) => ({
      label: `${name}, ${VARIANT_NAMES[variant]}`,
      value: sizes[variant],
      text: kilobytes(sizes[variant]),
      isPeer: variant === 'default',
    })),
  );

const coldBars = ({ cold }: Results): Bar[] =>
  Object.entries(cold).flatMap(([name, samples]) =>
    VARIANTS.map((variant) => ({
      label: `${name}, ${VARIANT_NAMES[variant]}`,
      value: samples[variant].answerMs,
      text: milliseconds(samples[variant].answerMs),
      isPeer: variant === 'default',
    })),
  );

const warmBars = ({ inMemory }: Results): Bar[] =>
  Object.entries(inMemory).flatMap(([operation, subjects]) =>
    Object.entries(subjects).map(([name, { cpuUs }]) => ({
      label: `${operation}, ${name}`,
      value: cpuUs,
      text: microseconds(cpuUs),
      isPeer: name !== PRODUCT,
    })),
  );

/** Says whether a ratio meets its target, and by how much it does not. */
const verdict = (value: number, target: number, isBetter: (a: number, b: number) => boolean) =>
  isBetter(value, target) ? 'met' : `missed by ${Math.abs(value - target).toFixed(2)}`;
const atMost = (a: number, b: number): boolean => a <= b;
const atLeast = (a: number, b: number): boolean => a >= b;

function page(results: Results, budgets: Budgets): string {
  const { measuredAt, machine, isQuick } = results;
  return `---
# Made by docs/generate.ts out of bench/results.json and bench/budgets.json.
title: Performance
---

# Performance

\`npm run bench\` measures everything on this page and writes it anew. These results are of ${datesOf(measuredAt)}, on ${machine.cores} cores of ${machine.cpu} with Node.js ${machine.node}.${isQuick ? ' They come from a quick run with few samples.' : ''} A busy machine changes the times. It changes the ratios little, because both values of a pair are measured one after the other, and each ratio is the median of the ratios of the pairs.

## Bytes

The default bundle is what CDK's \`NodejsFunction\` makes of the same code without options. The budget is checked by \`npm test\`.

![Bytes of each bundle, compared with CDK's default](./performance-bytes.svg)

${bytesTable(results, budgets)}

What the login bundle is made of:

${partsTable(results)}

The bundles contain the SDK's signer, retries and HTTP handler, and a client of AWS's JSON protocols in \`lib/bundling/sdk/\`. Tests hold it against the SDK's own clients.

## Cold start

Fresh processes import a bundle and answer one request, with a local AWS that answers at once. The modules of Node.js that AWS's runtime client loads are in place before. Targets are ${TARGETS.import} of the default bundle for the import, and ${TARGETS.answer} for the import with the first answer.

![Time to the first answer, compared with CDK's default](./performance-cold.svg)

${coldTable(results)}

What is left of the first answer is the work of Node.js itself, which the default bundle does as well: the first sockets, the first requests, the first use of its cryptography. The import of \`captcha\` takes little time, and about a fifth of it is spent in loading Node.js's own \`crypto\` and \`https\`, which no bundle makes faster. A V8 code cache beside the bundle would save a fifth, but another build of V8 rejects it ([decision 37](/decisions/0037-no-code-cache)).

## Warm requests

CPU time of one request of the whole handler, over ports in memory. better-auth runs with its memory adapter and without hashing. Its refresh is a session request that renews the session. aws-jwt-verify verifies RS256, the product HS256. The handler by hand computes the necessary MACs and checks nothing else: it is the limit.

![CPU time per request, compared with peers](./performance-warm.svg)

${warmTable(results)}

${targetsTable(results)}

Over sockets, the bundle calls a local AWS in another process:

${socketsTable(results)}

## Round trips

Calls that are in flight together are one round trip. \`npm test\` counts them, and the capacity units by DynamoDB Local, which counts no unit for the rows that a batch does not find. The time assumes ${DATABASE_MS} ms for the database and ${COGNITO_MS} ms for Cognito. The measured time is that of the bundle of a warm function, while a local AWS takes as long for each call: the difference is the time of the function itself and of its sockets.

${tripsTable(budgets, results)}

A login takes more round trips than its target for two reasons. It stores the session before it records the success, because a reset of the password in that moment could otherwise overlook the session. The round trip that records the success also ends the old session. And a login reads the counters of attempts before it counts. To count first would save ${DATABASE_MS} ms beside the ${COGNITO_MS} ms of Cognito. But then every refused request of a stranger would cost several conditional writes to the row of the account, and the writes that take them back. A flood of such requests could throttle that row and lock its owner out, and no throttle may do that.

## Growth

With ${budgets.growth.sessionsInStore.map(count).join(', ')} sessions in the store, a refresh and a session check take exactly what the table above says: each reads one row by its key. What reads all sessions of one user grows with them:

${growthTable(budgets)}

The calls are those to DynamoDB and Cognito. A list reads its sessions in one query for each MB. Sessions end in batches, each of them by four calls. The setting \`sessions.maxPerUser\` keeps the numbers small.

An account under attack costs the same for each guess, and a refused guess writes nothing. Its owner signs in on a known device with the same calls as before:

${attackTable(budgets)}

\`npm run test:all\` counts these, after a thousand guesses.

## Log

A request writes one line, which holds its metrics as well. A security event writes one more.

${logTable(budgets)}

## Install

\`npm ci\` installs ${megabytes(results.install.bytes)} of files (target ${TARGETS.install} MB, ${installVerdict(results)}). No package of it is without a use. The largest are:

${installTable(results)}

A third of the package of Node.js is C headers, but npm installs packages whole. Vite 5 brings an esbuild of its own, of 10 MB. The newer one that bundles the functions cannot build the documentation for the browsers of Vite's default target.
`;
}

const bytesTable = ({ bundles }: Results, { bundleBytes }: Budgets): string =>
  table(
    ['Function', 'Bundle', 'Default', 'Ratio', 'Budget'],
    Object.entries(bundles).map(([name, sizes]) => [
      name,
      kilobytes(sizes.deployed),
      kilobytes(sizes.default),
      (sizes.deployed / sizes.default).toFixed(2),
      kilobytes(bundleBytes[name] ?? Number.NaN),
    ]),
  );

const partsTable = ({ bundles }: Results): string =>
  table(
    ['Part', 'Bytes'],
    Object.entries(bundles.login?.parts ?? {})
      .slice(0, 12)
      .map(([part, bytes]) => [`\`${part}\``, kilobytes(bytes)]),
  );

const coldTable = ({ cold }: Results): string =>
  table(
    ['Function', 'Import', 'Ratio', 'Target', 'First answer', 'Ratio', 'Target', 'Heap', 'Memory'],
    Object.entries(cold).map(([name, { deployed, importRatio, answerRatio }]) => [
      name,
      milliseconds(deployed.importMs),
      importRatio.toFixed(2),
      verdict(importRatio, TARGETS.import, atMost),
      milliseconds(deployed.answerMs),
      answerRatio.toFixed(2),
      verdict(answerRatio, TARGETS.answer, atMost),
      `${deployed.heapMb} MB`,
      `${deployed.residentMb} MB`,
    ]),
  );

const warmTable = ({ inMemory }: Results): string =>
  table(
    ['Operation', 'Subject', 'CPU time', 'Ratio to the product'],
    Object.entries(inMemory).flatMap(([operation, subjects]) =>
      Object.entries(subjects).map(([name, { cpuUs, ratio }]) => [
        operation,
        name,
        microseconds(cpuUs),
        ratio.toFixed(2),
      ]),
    ),
  );

const targetsTable = ({ inMemory }: Results): string =>
  table(
    ['Operation', 'Times as fast as better-auth', 'Target', ''],
    Object.entries(TARGETS.cpu).map(([operation, target]) => {
      const ratio = inMemory[operation]?.['better-auth']?.ratio ?? Number.NaN;
      return [operation, ratio.toFixed(2), String(target), verdict(ratio, target, atLeast)];
    }),
  );

const socketsTable = ({ overSockets }: Results): string =>
  table(
    ['Operation', 'Bundle', 'Default bundle', 'Ratio'],
    Object.entries(overSockets).map(([operation, subjects]) => [
      operation,
      microseconds(subjects.deployed?.cpuUs ?? Number.NaN),
      microseconds(subjects.default?.cpuUs ?? Number.NaN),
      (1 / (subjects.default?.ratio ?? Number.NaN)).toFixed(2),
    ]),
  );

/** Says how a number of round trips compares with its target, if there is one. */
function tripsVerdict(name: string, trips: number): string {
  const target = TARGETS.trips[name];
  if (target === undefined) return '';
  return trips <= target ? `${target}, met` : `${target}, missed by ${trips - target}`;
}

const tripsTable = ({ operations }: Budgets, { latency }: Results): string =>
  table(
    ['Operation', 'In series', 'Target', 'Calls', 'Time', 'Measured', 'Read units', 'Write units'],
    Object.entries(operations).map(([name, { trips, units }]) => [
      name,
      String(trips.length),
      tripsVerdict(name, trips.length),
      String(trips.flat().length),
      `${durationOf(trips)} ms`,
      latency[name] === undefined ? '' : milliseconds(latency[name]),
      String(units.read),
      String(units.write),
    ]),
  );

const growthTable = ({ growth }: Budgets): string =>
  table(
    ['Operation', 'Sessions of the user', 'Calls', 'Read units at most', 'Write units'],
    Object.entries(growth.sessionsOfUser).flatMap(([name, amounts]) =>
      Object.entries(amounts).map(([sessions, { calls, read, write }]) => [
        name,
        ...[Number(sessions), calls, read, write].map(count),
      ]),
    ),
  );

const attackTable = ({ growth }: Budgets): string =>
  table(
    ['Request', 'Calls', 'Read units', 'Write units'],
    Object.entries(growth.attack).map(([name, { calls, read, write }]) => [
      name,
      ...[calls, read, write].map(count),
    ]),
  );

function installVerdict({ install }: Results): string {
  const excess = Math.round(install.bytes / 1_000_000) - TARGETS.install;
  return excess <= 0 ? 'met' : `missed by ${excess} MB`;
}

const installTable = ({ install }: Results): string =>
  table(
    ['Package', 'Size'],
    Object.entries(install.largest).map(([name, bytes]) => [`\`${name}\``, megabytes(bytes)]),
  );

const logTable = ({ log }: Budgets): string =>
  table(
    ['Operation', 'Lines', 'Bytes at most'],
    Object.entries(log).map(([name, { lines, bytes }]) => [name, String(lines), String(bytes)]),
  );
