import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/sandbox.ts';

/** Runs the sandbox as a child process. It sends its URL to the parent and ends with it. */
const sandbox = await startSandbox({
  port: 0,
  stateDir: mkdtempSync(join(tmpdir(), 'chordian-docs-')),
  fresh: true,
  quiet: true,
});
process.send?.({ url: sandbox.url, expiredToken: sandbox.expiredToken });
process.on('disconnect', () => process.exit());
