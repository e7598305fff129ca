import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { errorsPage } from '../../docs/generate/errors-page.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const SAMPLES = '../../docs/samples/published/';

/** Removes markup and white space, because the published text lacks some of both. */
const normalise = (text: string): string =>
  text
    .replace(/^<<< @\/samples\/published\/(\S+)(?: \[.+\])?$/gm, (_, file: string) =>
      read(`${SAMPLES}${file}`),
    )
    .replace(/\{#[^}]*\}|\]\([^)]*\)/g, '')
    .replace(/[\s`[\]|-]/g, '');

/** Lines that the generated page omits, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  '- Cognito service unavailable': 'a failure of Cognito is a 502, not a 500',
};

/** Matches where the published text lacks a line break between two blocks: `}Solution:`. */
const BLOCK_ENDS =
  /(?<=^(?:[})]+|raise|redirect_to_login\(\)|throw lastError;|code: \w+|.*TOKEN_EXPIRED))(?=[A-Z][a-z. ]|HTTP|\d)/;

test('the generated page contains every line of the published page', () => {
  const generated = normalise(errorsPage());
  const pieces = read('../fixtures/published-page.txt')
    .split('\n')
    .flatMap((line) => line.split(BLOCK_ENDS));
  expect(
    pieces.filter((piece) => !generated.includes(normalise(piece)) && !(piece in EXCEPTIONS)),
  ).toEqual([]);
});

test.each(readdirSync(new URL(SAMPLES, import.meta.url)))(
  '%s is the published sample, except for its indentation',
  (file) => {
    const sample = read(`${SAMPLES}${file}`)
      .trim()
      .split('\n')
      .map((line) => line.trim());
    const page = read('../fixtures/published-page.txt')
      .split('\n')
      .map((line) => line.trim());
    const start = page.findIndex((_, index) =>
      sample.slice(0, 2).every((line, offset) => page[index + offset]?.endsWith(line)),
    );
    expect(start).toBeGreaterThan(-1);
    const last = sample.length - 1;
    for (const [offset, line] of sample.entries()) {
      const original = page[start + offset] ?? '';
      // The published text has no line break before the first and after the last line.
      if (offset === 0) expect(original.endsWith(line)).toBe(true);
      else if (offset === last) expect(original.startsWith(line)).toBe(true);
      else expect(original).toBe(line);
    }
  },
);

test('the page distinguishes a 500 from a failure of Cognito', () => {
  expect(errorsPage()).toContain('A failure of Cognito itself is not a 500');
});
