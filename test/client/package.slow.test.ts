/** The package as `npm pack` makes it, in a project of its own. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningSandbox, startSandboxProcess } from '../docs/sandbox.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;
const client = join(root, 'client');
const bin = (name: string) => join(root, 'node_modules/.bin', name);
/** Installed by `npm run test:all`. */
const tools = join(client, 'tools/node_modules');

const scratch = mkdtempSync(join(tmpdir(), 'chordian-package-'));
const project = join(scratch, 'project');
let tarball: string;
let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: client,
  });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
  tarball = join(scratch, filename);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: project });
});

afterAll(async () => {
  await sandbox?.close();
  rmSync(scratch, { recursive: true });
});

/** Compiles files of the project. */
async function compile(
  options: Readonly<Record<string, unknown>>,
  sources: Readonly<Record<string, string>>,
): Promise<{ stdout: string }> {
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(project, name), text);
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    skipLibCheck: false,
    outDir: 'out',
    ...options,
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: Object.keys(sources) }),
  );
  return run(bin('tsc'), ['-p', project]).catch(({ stdout }) => {
    throw new Error(stdout);
  });
}

/** Uses what the guide shows, and more types than it does. */
const CONSUMER = `
import { AuthError, type AuthState, createAuthClient, type ErrorCode } from 'chordian-auth-client';
import { withCookies } from 'chordian-auth-client/cookies';

const [, , baseUrl = '', username = '', password = ''] = process.argv;
const auth = createAuthClient({ baseUrl, fetch: withCookies() });
const seen: AuthState['status'][] = [];
auth.onSessionChange(({ status }) => seen.push(status));
await auth.restore();
try {
  await auth.login({ username, password: 'wrongpass' });
} catch (error) {
  if (!(error instanceof AuthError)) throw error;
  const code: ErrorCode = error.code;
  seen.push(code as never);
}
await auth.login({ username, password });
const { user } = await auth.session();
await auth.refresh();
const response = await auth.fetch(baseUrl + '/api/auth/sessions');
await auth.logout();
console.log(JSON.stringify({ email: user.email, sessions: response.status, seen }));
`;

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('compiles with the module %s and the resolution %s', async (module, moduleResolution) => {
  const process = 'declare const process: { argv: string[] };';
  await expect(
    compile({ module, moduleResolution }, { 'consumer.ts': CONSUMER, 'process.d.ts': process }),
  ).resolves.toMatchObject({ stdout: '' });
});

/** The app of the guide, with the one type that the guide adds for TypeScript. */
const REACT_APP = readFileSync(join(root, 'examples/react-vite/src/App.jsx'), 'utf8').replace(
  '({ user })',
  "({ user }: { user: import('chordian-auth-client').User })",
);

const REACT_ELEMENTS = `
import { createAuthClient } from 'chordian-auth-client';
import 'chordian-auth-client/react';

const client = createAuthClient();
const giveClient = (element: { client: typeof client } | null) => {
  if (element) element.client = client;
};
export const elements = [
  <chordian-auth ref={giveClient} texts={{ signIn: 'Log in' }} username="a" base-url="b" />,
  <chordian-auth sign-up email-code passkeys />,
  <chordian-account client={client} className="account" totp passkeys />,
  // @ts-expect-error The name is misspelt.
  <chordian-auth clint={client} />,
  // @ts-expect-error A client is not a text.
  <chordian-account client="client" />,
];
`;

test('compiles the app of the guide, and types the elements, with React', async () => {
  mkdirSync(join(project, 'node_modules/@types'));
  symlinkSync(
    join(client, 'node_modules/@types/react'),
    join(project, 'node_modules/@types/react'),
  );
  const options = { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', noEmit: true };
  await expect(
    compile(options, { 'app.tsx': REACT_APP, 'elements.tsx': REACT_ELEMENTS }),
  ).resolves.toMatchObject({
    stdout: '',
  });
});

test('signs in, refreshes and signs out in Node, which then ends', async () => {
  const { username, password } = { username: 'test@example.com', password: 'ValidPass123!' };
  const { stdout } = await run('node', ['out/consumer.js', sandbox.url, username, password], {
    cwd: project,
  });
  expect(JSON.parse(stdout)).toEqual({
    email: username,
    sessions: 200,
    seen: ['signed_out', 'INVALID_CREDENTIALS', 'signed_in', 'signed_out'],
  });
});

test('contains its own files only', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const files = stdout.trim().split('\n');
  expect(
    files.filter(
      (file) =>
        !/^package\/(dist\/[\w/-]+(\.d)?\.[jt]s|package\.json|README\.md|LICENSE)$/.test(file),
    ),
  ).toEqual([]);
  for (const file of files.filter((path) => /\.[jt]s$/.test(path))) {
    const source = readFileSync(
      join(project, 'node_modules/chordian-auth-client', file.slice('package/'.length)),
      'utf8',
    ).replaceAll(/\/\*.*?\*\//gs, '');
    const imports = [...source.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)];
    const isReact = /dist\/react\.(js|d\.ts)$/.test(file);
    const allowed = isReact ? /^(react|\.\/[\w/-]+\.[jt]s)$/ : /^(\.\/|(\.\.\/)+)[\w/-]+\.[jt]s$/;
    for (const [, from, dynamic] of imports) expect(from ?? dynamic).toMatch(allowed);
  }
});

interface PublintModule {
  publint(options: { pkgDir: string; pack: false }): Promise<{ messages: unknown[] }>;
}

test('publint finds nothing', async () => {
  const { publint } = (await import(join(tools, 'publint/src/index-node.js'))) as PublintModule;
  const pkgDir = join(project, 'node_modules/chordian-auth-client');
  const { messages } = await publint({ pkgDir, pack: false });
  expect(messages).toEqual([]);
});

interface TypesModule {
  createPackageFromTarballData(tarball: Uint8Array): unknown;
  checkPackage(
    checked: unknown,
  ): Promise<{ types: unknown; problems: { kind: string; resolutionKind?: string }[] }>;
}

test('the types resolve for ES modules', async () => {
  const { checkPackage, createPackageFromTarballData } = (await import(
    join(tools, '@arethetypeswrong/core/dist/index.js')
  )) as TypesModule;
  const checked = createPackageFromTarballData(readFileSync(tarball));
  const { types, problems } = await checkPackage(checked);
  expect(types).toBeTruthy();
  // The package is for ES modules only, so it need not resolve as CommonJS or without `exports`.
  const relevant = problems.filter(
    ({ kind, resolutionKind }) => kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10',
  );
  expect(relevant).toEqual([]);
});
