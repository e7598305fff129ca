/** The page about the fake is in step with it, and its switches are run all ways. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { fidelityPage } from '../../../sandbox/cognito/fidelity/page.ts';
import { QUESTIONS } from '../../../sandbox/cognito/fidelity/switches.ts';
import { FIDELITY } from '../../../sandbox/cognito/fidelity/table.ts';
import { OPERATIONS } from '../../../sandbox/cognito/operations/index.ts';
import { SWITCHES } from '../../../sandbox/cognito/switches.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the page is what the table says', () => {
  expect(read('../../../docs/guide/sandbox-cognito.md')).toBe(fidelityPage());
});

test('the table names every operation, and every claim has a source', () => {
  expect(Object.keys(FIDELITY).sort()).toEqual(Object.keys(OPERATIONS).sort());
  for (const { sources } of Object.values(FIDELITY)) expect(sources).not.toEqual([]);
});

test('the table names every switch', () => {
  const page = fidelityPage();
  expect(Object.keys(QUESTIONS).sort()).toEqual(Object.keys(SWITCHES).sort());
  for (const name of Object.keys(SWITCHES)) expect(page).toContain(`| \`${name}\` |`);
});

test('the tests set each switch to each of its ways', () => {
  const source = read('../../../sandbox/cognito/switches.ts');
  const tests = readdirSync(here)
    .filter((file) => file.endsWith('.test.ts') && file !== 'fidelity.test.ts')
    .map((file) => read(file))
    .join('\n');
  for (const name of Object.keys(SWITCHES)) {
    const [, type = ''] = new RegExp(`^  ${name}: (.+);$`, 'm').exec(source) ?? [];
    const ways = [...type.matchAll(/'([^']+)'/g)].map(([, way = '']) => way);
    expect(ways.length).toBeGreaterThan(1);
    expect(tests).toMatch(new RegExp(`\\b${name}\\b`));
    const others = ways.filter((way) => way !== Reflect.get(SWITCHES, name));
    for (const way of others) expect(tests).toContain(`'${way}'`);
  }
});
