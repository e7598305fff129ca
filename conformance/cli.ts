/** The command `npm run conformance`: runs the checks with the test runner of Node. */

import { createWriteStream, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { junit, spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { Api } from './api.ts';
import { type Options, readOptions, USAGE, UsageError } from './options.ts';

const SUITE = fileURLToPath(new URL('./suite.ts', import.meta.url));

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * @returns the exit status
 * @throws {Error} if the checks could not run
 */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  // Before anything is sent: a run has effects, and its report would be lost.
  if (options.junit !== undefined) createReport(options.junit);
  await reach(options.baseUrl);
  const { passed, failed, skipped } = await runChecks(options);
  if (options.only && passed + failed + skipped === 0) {
    throw new UsageError(`No check matches --only ${options.only.source}`);
  }
  console.log(`conformance: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (passed + failed === 0) throw new UsageError('No check ran');
  return failed === 0 ? 0 : 1;
}

function createReport(file: string): void {
  try {
    writeFileSync(file, '');
  } catch (error) {
    throw new UsageError(`--junit must be a writable file: ${(error as Error).message}`);
  }
}

/** @throws {Error} if the URL does not answer. Otherwise every check would fail for that reason. */
async function reach(baseUrl: string): Promise<void> {
  await new Api(baseUrl).call('captcha').catch((error: unknown) => {
    throw new Error(`No answer from ${baseUrl}: ${reasonOf(error)}`);
  });
}

/** What went wrong, in one line. `fetch` gives the reason in its cause only. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = (error.cause ?? {}) as NodeJS.ErrnoException;
  return error.message === 'fetch failed' ? (code ?? message ?? error.message) : error.message;
}

/** Runs the checks in this process, so that they read the same command line. */
async function runChecks({ only, junit: reportFile }: Options): Promise<Counts> {
  const events = run({
    files: [SUITE],
    isolation: 'none',
    ...(only && { testNamePatterns: [only] }),
  });
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  // A test that was cancelled counts as failed.
  events.on('test:summary', ({ counts: { tests, passed, skipped } }) => {
    Object.assign(counts, { passed, failed: tests - passed - skipped, skipped });
  });
  await Promise.all([
    pipeline(events.compose(new spec()), process.stdout, { end: false }),
    reportFile && pipeline(events.compose(junit), createWriteStream(reportFile)),
  ]);
  return counts;
}

process.exitCode = await main().catch((error: unknown) => {
  const hint = error instanceof UsageError ? '. Run with --help for the options.' : '';
  console.error((error as Error).message + hint);
  return 2;
});
