/** Command lines in the documentation, held against the scripts and their options. */

import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inRepository } from '../../lib/paths.ts';
import { usageText } from '../../operations/frame/usage.ts';
import { USERS } from '../../operations/users/commands.ts';
import { run } from './run.ts';

const read = (path: string) => readFileSync(inRepository(path), 'utf8');
const scriptsOf = (path: string) =>
  (JSON.parse(read(path)) as { scripts: Record<string, string> }).scripts;
const scripts = scriptsOf('package.json');

/** Pages about a project of the reader, with an example that has its scripts. */
const PROJECTS: Readonly<Record<string, string>> = {
  'docs/guide/react.md': 'examples/react-vite/package.json',
};

const PAGES = [
  'README.md',
  'docs/runbook.md',
  ...readdirSync(inRepository('docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guide/${name}`),
];

/** Every `npm run …` of a text: the script, and the rest of its line or code span. */
const callsIn = (page: string) =>
  [...page.matchAll(/npm run (?:--silent )?([\w:-]+)([^\n`]*)/g)].map(
    ([line, script = '', rest = '']) => ({
      line,
      script,
      /** Of a script with several commands, the one that is called. */
      command: /^ -- ([a-z][a-z-]*)/.exec(rest)?.[1],
      options: [...rest.matchAll(/(?<=\s)--\w[\w-]*/g)].map(([option]) => option),
    }),
  );

/** The options that a usage text lists. */
const optionsIn = (help: string) =>
  [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option = '']) => option);

const operations = readdirSync(inRepository('operations'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

test.each(operations)('%s is a script', (name) => {
  expect(scripts[name]).toBe(`node operations/${name}.ts`);
});

test.each(PAGES)('%s names scripts that exist', (page) => {
  const project = PROJECTS[page];
  const known = { ...scripts, ...(project !== undefined && scriptsOf(project)) };
  for (const { line, script } of callsIn(read(page))) {
    expect({ line, exists: script in known }).toEqual({ line, exists: true });
  }
});

describe.each(operations.filter((name) => name !== USERS.script))('%s', (name) => {
  let help: string;
  let options: readonly string[];
  beforeAll(async () => {
    help = (await run(name, ['--help'])).stdout;
    options = optionsIn(help);
  });

  test('shows examples with options that it has', () => {
    const calls = callsIn(help).filter((call) => call.options.length > 0);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call.script).toBe(name);
      expect(options).toEqual(expect.arrayContaining(call.options));
    }
  });

  test('is documented with options that it has', () => {
    const calls = PAGES.flatMap((page) => callsIn(read(page)));
    const ours = calls.filter(({ script }) => script === name);
    expect(ours.length).toBeGreaterThan(0);
    expect(options).toEqual(expect.arrayContaining(ours.flatMap((call) => call.options)));
  });
});

describe.each(Object.entries(USERS.commands))('users %s', (name, command) => {
  const help = usageText(command);
  const options = optionsIn(help);

  test('shows examples with options that it has', () => {
    const calls = callsIn(help).filter((call) => call.options.length > 0);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call).toMatchObject({ script: 'users', command: name });
      expect(options).toEqual(expect.arrayContaining(call.options));
    }
  });

  test('is documented with options that it has', () => {
    const calls = PAGES.flatMap((page) => callsIn(read(page)));
    const ours = calls.filter((call) => call.script === 'users' && call.command === name);
    expect(ours.length).toBeGreaterThan(0);
    expect(options).toEqual(expect.arrayContaining(ours.flatMap((call) => call.options)));
  });
});

test('the pages name no command about users that does not exist', () => {
  const calls = PAGES.flatMap((page) => callsIn(read(page)));
  for (const { line, script, command } of calls) {
    if (script !== 'users' || command === undefined) continue;
    expect({ line, exists: command in USERS.commands }).toEqual({ line, exists: true });
  }
});
