/**
 * The CPU time of a request in a warm process. Each subject runs in a process of its own, and the
 * batches of the subjects alternate.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { medianOf, ratioOf, round } from './statistics.ts';
import type { Operation } from './subjects/subject.ts';

export interface WarmSubject {
  name: string;
  module: string;
  environment?: Record<string, string>;
}
/** Median CPU time per request in microseconds, and the ratio to the first subject. */
export type WarmResult = Partial<
  Record<Operation, Record<string, { cpuUs: number; ratio: number }>>
>;

interface Running {
  name: string;
  child: ChildProcess;
  operations: Operation[];
}

export async function measureWarm(
  subjects: readonly WarmSubject[],
  {
    operations,
    rounds,
    count,
  }: { operations: readonly Operation[]; rounds: number; count: number },
): Promise<WarmResult> {
  const running = await Promise.all(subjects.map(start));
  try {
    const result: WarmResult = {};
    for (const operation of operations) {
      const able = running.filter((one) => one.operations.includes(operation));
      const samples = await alternate(able, operation, { rounds, count });
      const first = samples[able[0]?.name ?? ''] ?? [];
      result[operation] = Object.fromEntries(
        Object.entries(samples).map(([name, cpu]) => [
          name,
          { cpuUs: round(medianOf(cpu), 1), ratio: round(ratioOf(cpu, first)) },
        ]),
      );
    }
    return result;
  } finally {
    for (const { child } of running) child.kill();
  }
}

/** Returns the median time of one request in milliseconds, of requests one after the other. */
export async function measureLatency(
  subject: WarmSubject,
  { operations, rounds }: { operations: readonly Operation[]; rounds: number },
): Promise<Partial<Record<Operation, number>>> {
  const { child } = await start(subject);
  try {
    const result: Partial<Record<Operation, number>> = {};
    for (const operation of operations) {
      const samples: number[] = [];
      for (let index = 0; index < rounds; index += 1) {
        const { wallMs } = await run(child, operation, 1);
        samples.push(wallMs);
      }
      result[operation] = round(medianOf(samples), 1);
    }
    return result;
  } finally {
    child.kill();
  }
}

async function alternate(
  subjects: readonly Running[],
  operation: Operation,
  { rounds, count }: { rounds: number; count: number },
): Promise<Record<string, number[]>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  // The first rounds only compile.
  for (let index = -2; index < rounds; index += 1) {
    for (const { name, child } of index % 2 ? subjects.toReversed() : subjects) {
      const { cpuUs } = await run(child, operation, count);
      if (index >= 0) samples.get(name)?.push(cpuUs);
    }
  }
  return Object.fromEntries(samples);
}

async function start({ name, module, environment }: WarmSubject): Promise<Running> {
  const child = fork(new URL('worker.ts', import.meta.url), [module], {
    env: { ...process.env, ...environment },
    // The log goes nowhere, but it is written.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ operations }] = (await message(child)) as [{ operations: Operation[] }];
  return { name, child, operations };
}

/** Runs an operation `count` times, and returns the time that one took. */
async function run(
  child: ChildProcess,
  operation: Operation,
  count: number,
): Promise<{ cpuUs: number; wallMs: number }> {
  child.send({ operation, count });
  const [times] = (await message(child)) as [{ cpuUs: number; wallMs: number }];
  return times;
}

/** @throws {Error} if the process ends first. */
async function message(child: ChildProcess): Promise<unknown[]> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    return await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => Promise.reject(new Error('a subject ended'))),
    ]);
  } finally {
    settled.abort();
  }
}
