/** `npm start`: the sandbox, until Ctrl-C. */

import { parseArgs } from 'node:util';
import { BASE_PATH } from '../contract/routes/index.ts';
import { banner } from './banner.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { DEFAULT_STATE } from './state.ts';

const DEFAULT_PORT = 3000;

function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return DEFAULT_PORT;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is "${value}", which is no port`);
  }
  return port;
}

/** What a person needs of a start that failed. */
function explain(error: unknown): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS')) {
    return `${message}\n\nnpm start -- [--fresh] [--no-docs] [--state-dir DIRECTORY]`;
  }
  if (code === 'EADDRINUSE') {
    return `Port ${readPort(process.env.PORT)} is taken. Choose another: PORT=3001 npm start`;
  }
  if (code === 'EACCES' && syscall === 'listen') {
    return `Port ${readPort(process.env.PORT)} needs more rights. Choose another: PORT=3000 npm start`;
  }
  return message;
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      'state-dir': { type: 'string' },
      'no-docs': { type: 'boolean', default: false },
    },
  });
  let sandbox: Sandbox | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1); // Asked twice.
    stopping = true;
    await sandbox?.close();
    process.exit(0);
  };
  // Before the start: who presses Ctrl-C does not wait for a banner.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  sandbox = await startSandbox({
    port: readPort(process.env.PORT),
    stateDir: values['state-dir'] ?? DEFAULT_STATE,
    fresh: values.fresh,
    allowedOrigins: (process.env.ALLOWED_ORIGINS ?? '')
      .split(/[\s,]+/)
      .filter((origin) => origin !== ''),
    onAnswer: ({ method, path, status }) => {
      if (path.startsWith(`${BASE_PATH}/`)) console.log(`${status} ${method} ${path}`);
    },
  });
  if (!values['no-docs']) await sandbox.docs.buildIfStale();
  console.log(banner(sandbox));
}

start().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
