import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../conformance/cli.ts', import.meta.url));

/** Runs `npm run conformance` as a process. */
export function conformance(
  ...args: string[]
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [CLI, ...args],
      { env, maxBuffer: Number.POSITIVE_INFINITY },
      (error, stdout, stderr) => done({ status: error?.code ?? 0, stdout, stderr }),
    );
  });
}
