import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface RunningSandbox {
  url: string;
  expiredToken: string;
  close(): Promise<void>;
}

/** Starts the sandbox as a child process. */
export async function startSandboxProcess(): Promise<RunningSandbox> {
  const child: ChildProcess = fork(new URL('sandbox-process.ts', import.meta.url), {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const started = (await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => message),
    once(child, 'exit').then(([code]: unknown[]) =>
      Promise.reject(new Error(`the sandbox exited with ${code}`)),
    ),
  ])) as Pick<RunningSandbox, 'url' | 'expiredToken'>;
  return {
    ...started,
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
