/** Runs operators' commands as `npm run` does, in processes of their own. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { inRepository } from '../../lib/paths.ts';

/** Runs a command in the environment of the tests, with changes, and with a standard input. */
export async function run(
  command: string,
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
  input = '',
) {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(
    inRepository('node_modules/.bin/node'),
    [inRepository(`operations/${command}.ts`), ...args],
    { env: { ...environment, ...changes } },
  );
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { status, stdout, stderr };
}

/** A failed command prints one line: no second one, and so no stack. */
export const failureWith = (line: string) => ({ status: 1, stdout: '', stderr: `${line}\n` });
