/**
 * The deployed entries. The tests and the sandbox call the builders of the composition root with
 * longer time-outs, so each entry must be such a builder and nothing else.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { HTTP_FUNCTIONS } from '../../contract/routes/index.ts';

const ENTRY = new RegExp(
  [
    "^import \\{ (?<builder>create\\w+Handler) \\} from '\\./wiring/[\\w-]+\\.ts';",
    '',
    'export const handler = \\k<builder>\\(\\);',
    '$',
  ].join('\n'),
);

const entries = readdirSync('functions').filter((file) => file.endsWith('.ts'));
const readBuilder = (entry: string): string | undefined =>
  ENTRY.exec(readFileSync(`functions/${entry}`, 'utf8'))?.groups?.builder;

test('there is one entry for each function of the contract', () => {
  expect(entries.toSorted()).toEqual(
    Object.keys(ENVIRONMENT)
      .map((name) => `${name}.ts`)
      .toSorted(),
  );
});

test.each(entries)('%s calls one builder with its default time-outs', (entry) => {
  expect(readBuilder(entry)).toBeDefined();
});

test.each(entries)('%s uses the time-outs of the contract', (entry) => {
  const wiring = readdirSync('functions/wiring').map((file) =>
    readFileSync(`functions/wiring/${file}`, 'utf8'),
  );
  const declaration = new RegExp(
    `export [^;{]*\\b${readBuilder(entry)}\\b[^;{]*\\(\\s*timeouts: Timeouts = TIMEOUTS`,
  );
  expect(wiring.filter((source) => declaration.test(source))).toHaveLength(1);
});

describe('the sandbox calls the same builder for', () => {
  const sandbox = readFileSync('sandbox/handlers.ts', 'utf8');
  test.each(HTTP_FUNCTIONS)('%s', (name) => {
    expect(sandbox).toMatch(
      new RegExp(`\\b${name}: \\w+\\.${readBuilder(`${name}.ts`)}\\(EMULATOR_TIMEOUTS\\)`),
    );
  });
});
