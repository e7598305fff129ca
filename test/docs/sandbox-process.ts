import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/sandbox.ts';

/** The sandbox in a process of its own: it tells its parent where it is, and ends with it. */
const sandbox = await startSandbox({
  port: 0,
  stateDir: mkdtempSync(join(tmpdir(), 'chordian-docs-')),
  fresh: true,
  quiet: true,
});
process.send?.({ url: sandbox.url, expiredToken: sandbox.expiredToken });
process.on('disconnect', () => process.exit());
