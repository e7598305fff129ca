/** Apps of the examples, as processes of their own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

/** The environment for a process that is not a part of the tests. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_ENV: __, FORCE_COLOR: ___, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1', ...more };
}

export interface App {
  url: string;
  close(): Promise<void>;
}

/** Starts an app that prints its address. */
export async function startApp(
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<App> {
  const app = spawn(process.execPath, args, {
    cwd,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await findUrl(app),
    async close() {
      if (app.exitCode === null && app.kill()) await once(app, 'exit');
    },
  };
}

/** Returns the address that the app prints when it starts. */
async function findUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the app has no output');
  let printed = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk);
    const address = /http:\/\/localhost:\d+/.exec(printed)?.[0];
    if (address === undefined) continue;
    stdout.resume(); // The app may print more.
    return address;
  }
  throw new Error(`the app ended before it listened: ${printed}`);
}

/** Replaces a text in a file, such as the address of the sandbox. */
export function replaceIn(file: string, text: string, replacement: string): void {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(text)) throw new Error(`${file} must contain ${text}`);
  writeFileSync(file, before.replaceAll(text, replacement));
}
