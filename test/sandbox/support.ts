import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Creates a directory that exists until the test file has finished. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chordian-sandbox-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
