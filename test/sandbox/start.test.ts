/** `npm start` in a process of its own. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { publicPath } from '../../contract/routes/index.ts';
import { TEST_USER } from '../../contract/test-user.ts';
import { openCognito } from '../../sandbox/aws/cognito.ts';
import { damagedStateError, storage } from '../../sandbox/state.ts';
import { FAULTS, faultUsername } from '../../scenarios/faults.ts';
import { RECIPES } from '../../scenarios/recipes.ts';
import { USERS } from '../../scenarios/users.ts';
import { temporaryDirectory } from './support.ts';

const START = fileURLToPath(new URL('../../sandbox/start.ts', import.meta.url));
const stateDir = temporaryDirectory();
const started: ChildProcess[] = [];

interface Started {
  child: ChildProcess;
  output: string;
  url: string;
}

function run(args: readonly string[], environment: Record<string, string> = {}) {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [START, '--no-docs', '--state-dir', stateDir, ...args], {
    env: { ...inherited, PORT: '0', ...environment },
    detached: true, // The leader of a process group, like a command in a terminal.
  });
  started.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output.text += chunk));
  }
  return { child, output };
}

/** Starts a sandbox. Resolves as soon as it has printed its banner. */
async function start(...args: string[]): Promise<Started> {
  const { child, output } = run(args);
  while (!output.text.includes('Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(output.text);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'exit')]);
  }
  return { child, output: output.text, url: /http:\/\/localhost:\d+/.exec(output.text)?.[0] ?? '' };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

const groupIsEmpty = ({ pid = 0 }: ChildProcess): boolean => {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
};

afterEach(async () => {
  for (const child of started.splice(0)) await end(child, 'SIGKILL');
});

const signIn = async (url: string) => {
  const response = await fetch(url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify(TEST_USER),
  });
  const { token } = (await response.json()) as { token: string };
  return { token, Cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
};
const groupsOf = async (url: string, username: string, password: string) => {
  const response = await fetch(url + publicPath('login'), {
    method: 'POST',
    body: JSON.stringify({ username, password }),
  });
  const { token } = (await response.json()) as { token: string };
  const current = await fetch(url + publicPath('session'), {
    headers: { Authorization: `Bearer ${token}` },
  });
  return ((await current.json()) as { user: { groups: string[] } }).user.groups;
};
const refresh = async (url: string, Cookie: string) =>
  (await fetch(url + publicPath('refresh'), { method: 'POST', headers: { Cookie } })).status;
const session = async (url: string, token: string) =>
  (await fetch(url + publicPath('session'), { headers: { Authorization: `Bearer ${token}` } }))
    .status;

/** Parses a curl line by a shell and sends its request by fetch. Does not need curl itself. */
async function sendCurlLine(line: string): Promise<Response> {
  const { stdout } = spawnSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], {
    encoding: 'utf8',
  });
  const words = stdout.split('\0').slice(0, -1);
  const after = (flag: string) =>
    words.flatMap((word, index) => (word === flag ? [words[index + 1] ?? ''] : []));
  const headers = after('-H').map((header) => header.split(': ', 2) as [string, string]);
  const [body] = after('-d');
  return fetch(words.at(-1) ?? '', {
    headers,
    ...(body !== undefined && { method: 'POST', body }),
  });
}

describe('npm start', () => {
  test('prints credentials, addresses and curl lines that work', async () => {
    const { output, url } = await start();
    for (const text of [
      TEST_USER.username,
      TEST_USER.password,
      `${url}/authentication/errors`,
      ...FAULTS.map(faultUsername),
    ]) {
      expect(output).toContain(text);
    }
    const [login = '', expired = ''] = output
      .split('\n')
      .filter((line) => line.trimStart().startsWith('curl'));
    expect((await sendCurlLine(login)).status).toBe(200);
    expect(await (await sendCurlLine(expired)).json()).toMatchObject({
      error: { code: RECIPES.find(({ id }) => id === 'expired-token')?.code },
    });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with all its child processes',
    async (signal) => {
      const { child, url } = await start();
      expect(await end(child, signal)).toBe(0);
      expect(groupIsEmpty(child)).toBe(true);
      await expect(fetch(url)).rejects.toThrow();
    },
  );

  test('keeps its state after SIGTERM and SIGKILL, and deletes it with --fresh', async () => {
    const first = await start();
    const { token, Cookie } = await signIn(first.url);
    await end(first.child, 'SIGTERM');

    const second = await start();
    expect(await session(second.url, token)).toBe(200);
    const other = await signIn(second.url);
    await end(second.child, 'SIGKILL');

    const third = await start();
    expect(await refresh(third.url, Cookie)).toBe(200);
    expect(await session(third.url, other.token)).toBe(200);
    await end(third.child, 'SIGTERM');

    const fresh = await start('--fresh');
    expect(await session(fresh.url, token)).toBe(401);
    expect(await refresh(fresh.url, Cookie)).toBe(401);
    expect((await signIn(fresh.url)).token).toMatch(/\S/);
  });
});

test('signs in the ordinary users and those of --user, each with their groups', async () => {
  const jane = ['jane@example.com', 'JanesPass:123!'] as const;
  const john = ['john@example.com', 'JohnsPass123!'] as const;
  const { output, url, child } = await start(
    ...['--user', `${jane.join(':')}:editors,members`, '--user', john.join(':')],
  );
  for (const { username, password, groups } of USERS) {
    expect(output).toContain(username);
    expect(new Set(await groupsOf(url, username, password))).toEqual(new Set(groups));
  }
  expect(output).toContain(`${jane.join('  ')}  editors, members`);
  expect(await groupsOf(url, ...jane)).toEqual(['editors', 'members']);
  expect(await groupsOf(url, ...john)).toEqual([]);
  await end(child, 'SIGTERM');

  const again = await start();
  expect(await groupsOf(again.url, ...jane)).toEqual(['editors', 'members']);
});

test('SIGINT ends a start that is not ready yet, and the next start succeeds', async () => {
  const { child } = run(['--fresh']);
  await once(child, 'spawn');
  await end(child, 'SIGINT');
  expect(groupIsEmpty(child)).toBe(true);
  const { url } = await start();
  expect((await signIn(url)).token).toMatch(/\S/);
});

describe('a start that fails', () => {
  let running: Started;
  beforeAll(async () => {
    running = await start();
    started.length = 0; // `afterEach` must not end it.
  });
  afterAll(() => end(running.child, 'SIGTERM'));

  test.each([
    [
      'a port that is in use',
      [],
      () => ({ PORT: new URL(running.url).port }),
      /Port \d+ is already in use.*PORT=/,
    ],
    ['state that another sandbox uses', [], () => ({}), /Another sandbox uses .*Stop it first/],
    [
      'state that another sandbox uses, with --fresh',
      ['--fresh'],
      () => ({}),
      /Another sandbox uses .*Stop it first/,
    ],
    [
      'an invalid port',
      [],
      () => ({ PORT: 'here' }),
      /PORT must be an integer from 0 to 65535, got "here"/,
    ],
    ['an unknown option', ['--frehs'], () => ({}), /--frehs/],
    [
      'an invalid choice of second factors',
      ['--mfa', 'on'],
      () => ({}),
      /--mfa must be one of off, /,
    ],
    [
      'required factors beside codes by e-mail',
      ['--mfa', 'required', '--email-codes'],
      () => ({}),
      /Codes by e-mail cannot be combined with required second factors/,
    ],
    ['an invalid user', ['--user', 'jane'], () => ({}), /^--user must have the form .*\n$/],
  ])(
    'prints the reason and does not disturb the running sandbox: %s',
    async (_case, args, environment, message) => {
      const { child, output } = run(args, environment());
      await once(child, 'close');
      expect(child.exitCode).toBe(1);
      expect(output.text).toMatch(message);
      expect(output.text).not.toMatch(/ at .*\.ts/);
      expect((await signIn(running.url)).token).toMatch(/\S/);
    },
  );
});

describe('a start with unusable state', () => {
  /** Damage a state directory. Each returns the path that the message must contain. */
  const DAMAGES: Record<string, (directory: string) => string> = {
    'secrets that are not JSON': (directory) => {
      writeFileSync(join(directory, 'secrets.json'), '{');
      return directory;
    },
    'secrets that are a directory': (directory) => {
      mkdirSync(join(directory, 'secrets.json'));
      return directory;
    },
    'a Cognito that is not JSON': (directory) => {
      mkdirSync(join(directory, 'cognito'));
      writeFileSync(join(directory, 'cognito', 'cognito.jsonl'), '{\n');
      return directory;
    },
    'a database that is not LevelDB': (directory) => {
      mkdirSync(join(directory, 'dynamo'));
      writeFileSync(join(directory, 'dynamo', 'CURRENT'), 'junk');
      return directory;
    },
  };

  test.each(Object.entries(DAMAGES))(
    'prints the path and a remedy that works: %s',
    async (_, damage) => {
      const directory = damage(mkdtempSync(join(stateDir, 'damaged-')));
      const { child, output } = run(['--state-dir', directory]);
      await once(child, 'close');
      expect(child.exitCode).toBe(1);
      expect(output.text).toContain(directory);
      expect(output.text).toContain('npm start -- --fresh');
      expect(output.text).not.toMatch(/\n {4}at /);
      expect((await signIn((await start('--fresh', '--state-dir', directory)).url)).token).toMatch(
        /\S/,
      );
    },
  );

  test('prints why a user of --user is refused', async () => {
    const directory = mkdtempSync(join(stateDir, 'user-'));
    const { child, output } = run(['--state-dir', directory, '--user', 'jane@example.com:short']);
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(output.text).toMatch(/^The user jane@example\.com cannot be set: .*8 characters.*\n$/);
  });

  test('prints the path if it is a file, without mention of ports', async () => {
    const file = join(mkdtempSync(join(stateDir, 'file-')), 'file');
    writeFileSync(file, '');
    const { child, output } = run(['--state-dir', file]);
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(output.text).toContain(`The state directory ${file} cannot be used: ENOTDIR`);
  });
});

/** The device on which every write fails as on a full disk. */
const FULL = '/dev/full';

(existsSync(FULL) ? describe : describe.skip)('a full disk', () => {
  const FULL_DISK = /^The disk is full, so \S+ cannot be written\. Free some space/m;

  test('ends the start with one sentence', async () => {
    const directory = mkdtempSync(join(stateDir, 'full-'));
    symlinkSync(FULL, join(directory, 'secrets.json.tmp'));
    const { child, output } = run(['--state-dir', directory]);
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(output.text.trim()).toMatch(FULL_DISK);
    expect(output.text.trim().split('\n')).toHaveLength(1);
  });

  test('of the user pool that runs is reported, so that no response blames Cognito', async () => {
    const directory = mkdtempSync(join(stateDir, 'full-'));
    // Its events are not delivered: each would write to the disk once more.
    const cognito = openCognito(directory, { clock: Date.now, schedule: () => {} });
    for (const file of readdirSync(directory)) rmSync(join(directory, file));
    symlinkSync(FULL, join(directory, 'cognito.jsonl'));
    const reported = once(storage, 'failure');
    await expect(cognito.run('CreateUserPool', { PoolName: 'full' })).rejects.toThrow('ENOSPC');
    expect(String((await reported)[0])).toMatch(/The disk is full, so \S+ cannot be written/);
  });
});

describe('the message for a state that cannot be used', () => {
  const fail = (code: string, message: string) =>
    damagedStateError('/state/dynamo', Object.assign(new Error(message), { code })).message;

  test.each([
    ['EROFS', 'EROFS: read-only file system, open'],
    ['EACCES', 'EACCES: permission denied, open'],
    ['LEVEL_IO_ERROR', 'IO error: /state/dynamo/LOCK: Read-only file system'],
    ['LEVEL_IO_ERROR', 'IO error: /state/dynamo/LOCK: Permission denied'],
  ])('says that the rights are missing: %s, %s', (code, message) => {
    expect(fail(code, message)).toMatch(
      /^The sandbox has no right to use \/state\/dynamo .*state-dir/,
    );
  });

  test.each([
    ['ENOSPC', 'ENOSPC: no space left on device, write'],
    ['LEVEL_IO_ERROR', 'IO error: /state/dynamo/000003.log: No space left on device'],
  ])('says that the disk is full: %s, %s', (code, message) => {
    expect(fail(code, message)).toMatch(/^The disk is full, so \/state\/dynamo cannot be written/);
  });

  test('says that it is damaged for any other reason', () => {
    expect(fail('LEVEL_CORRUPTION', 'Corruption: CURRENT')).toMatch(/is damaged .*--fresh/);
  });
});
