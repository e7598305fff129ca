/** `npm start`: runs the sandbox until it is stopped. */

import { parseArgs } from 'node:util';
import { MFA_SETTINGS, type MfaSetting } from '../contract/mfa.ts';
import { BASE_PATH } from '../contract/routes/index.ts';
import { formatBanner } from './banner.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { DEFAULT_STATE, findStorageError, storage } from './state.ts';
import { parseUser } from './user-option.ts';

const DEFAULT_PORT = 3000;
const USAGE =
  'Usage: npm start -- [--fresh] [--no-docs] [--email-codes] [--passkeys] ' +
  `[--mfa ${MFA_SETTINGS.join('|')}] [--state-dir DIRECTORY] ` +
  '[--user NAME:PASSWORD[:GROUP,GROUP]]...';

function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return DEFAULT_PORT;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be an integer from 0 to 65535, got "${value}"`);
  }
  return port;
}

function readMfa(value: string): MfaSetting {
  const setting = MFA_SETTINGS.find((each) => each === value);
  if (setting !== undefined) return setting;
  throw new Error(`--mfa must be one of ${MFA_SETTINGS.join(', ')}, got "${value}"`);
}

/** Returns the message for an error of the start, with what to do about it. */
function explain(error: unknown): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  const { PORT } = process.env;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${USAGE}`;
  if (code === 'EADDRINUSE') {
    return `Port ${readPort(PORT)} is already in use. Choose another port: PORT=3001 npm start`;
  }
  if (code === 'EACCES' && syscall === 'listen') {
    return `Port ${readPort(PORT)} needs more rights. Choose another port: PORT=3000 npm start`;
  }
  return message;
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      'state-dir': { type: 'string' },
      user: { type: 'string', multiple: true, default: [] },
      'no-docs': { type: 'boolean', default: false },
      'email-codes': { type: 'boolean', default: false },
      passkeys: { type: 'boolean', default: false },
      mfa: { type: 'string', default: 'optional' },
    },
  });
  let sandbox: Sandbox | undefined;
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(1); // A second signal does not wait for the orderly end.
    isStopping = true;
    await sandbox?.close();
    process.exit(0);
  };
  // Registered before the start, so that Ctrl-C also ends a sandbox that is still starting.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  sandbox = await startSandbox({
    port: readPort(process.env.PORT),
    stateDir: values['state-dir'] ?? DEFAULT_STATE,
    fresh: values.fresh,
    emailCodes: values['email-codes'],
    passkeys: values.passkeys,
    mfa: readMfa(values.mfa),
    users: values.user.map(parseUser),
    allowedOrigins: (process.env.ALLOWED_ORIGINS ?? '')
      .split(/[\s,]+/)
      .filter((origin) => origin !== ''),
    onResponse: ({ method, path, status }) => {
      if (path.startsWith(`${BASE_PATH}/`)) console.log(`${status} ${method} ${path}`);
    },
  });
  if (!values['no-docs']) await sandbox.docs.buildIfStale();
  console.log(formatBanner(sandbox));
}

function fail(message: unknown): never {
  console.error(message);
  process.exit(1);
}

// The disk can become full while the sandbox runs. LevelDB throws outside of any request then.
storage.on('failure', ({ message }) => fail(message));
process.on('uncaughtException', (error) =>
  fail(findStorageError('the database', error)?.message ?? error),
);

start().catch((error: unknown) => fail(explain(error)));
