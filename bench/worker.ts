/** Runs one subject in a process of its own: `node worker.ts <module>`. */

import { pathToFileURL } from 'node:url';
import type { Operation, Subject } from './subjects/subject.ts';

const [, , module = ''] = process.argv;
const { subject } = (await import(pathToFileURL(module).href)) as { subject: Subject };

process.on('message', async ({ operation, count }: { operation: Operation; count: number }) => {
  const run = subject[operation];
  if (!run) throw new Error(`${module} has no ${operation}`);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) await run();
  const { user, system } = process.cpuUsage(before);
  const wallMs = (performance.now() - startedAt) / count;
  process.send?.({ cpuUs: (user + system) / count, wallMs });
});
process.send?.({ operations: Object.keys(subject) });
