/** Command lines in the documentation, held against the scripts and their options. */

import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inRepository } from '../../lib/paths.ts';
import { run } from './run.ts';

const read = (path: string) => readFileSync(inRepository(path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const PAGES = [
  'README.md',
  'docs/runbook.md',
  ...readdirSync(inRepository('docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guide/${name}`),
];

/** Every `npm run …` of a text: the script, and the rest of its line or code span. */
const callsIn = (page: string) =>
  [...page.matchAll(/npm run ([\w:-]+)([^\n`]*)/g)].map(([line, script = '', rest = '']) => ({
    line,
    script,
    options: [...rest.matchAll(/(?<=\s)--\w[\w-]*/g)].map(([option]) => option),
  }));

const operations = readdirSync(inRepository('operations'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

test.each(operations)('%s is a script', (name) => {
  expect(scripts[name]).toBe(`node operations/${name}.ts`);
});

test.each(PAGES)('%s names scripts that exist', (page) => {
  for (const { line, script } of callsIn(read(page))) {
    expect({ line, exists: script in scripts }).toEqual({ line, exists: true });
  }
});

describe.each(operations)('%s', (name) => {
  let help: string;
  let options: readonly string[];
  beforeAll(async () => {
    help = (await run(name, ['--help'])).stdout;
    options = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option = '']) => option);
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
