import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';

/** A sandbox starts within a second, but not on a machine that runs three of them and a browser. */
jest.setTimeout(60_000);

/** A directory of a test's own, gone with it. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chordian-sandbox-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A clock that stands until it is turned. */
export function turnableClock(now = Date.UTC(2026, 0, 1)) {
  let time = now;
  const clock = () => time;
  return Object.assign(clock, {
    advance: (seconds: number): void => {
      time += seconds * 1_000;
    },
  });
}
