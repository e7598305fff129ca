import { stripVTControlCharacters } from 'node:util';
import type { Result } from './run.ts';

const MARKS: Record<Result['outcome'], string> = { passed: 'ok', failed: 'MISS', 'left out': '-' };

/** One line of a reason. An assertion says what it expected in further ones. */
const shortened = (reason: string): string =>
  stripVTControlCharacters(reason).split(/\s+/).join(' ').slice(0, 200);

/** A table for people: a line a check, a sum at the end. */
export function table(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ check }) => check.group.length));
  const lines = results.map(
    ({ check, outcome, reason }) =>
      `${MARKS[outcome].padEnd(5)} ${check.group.padEnd(width)}  ${check.name}${reason && `\n      ${' '.repeat(width)}  → ${shortened(reason)}`}`,
  );
  const sum = (wanted: Result['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return [
    ...lines,
    '',
    `conformance: ${sum('passed')} passed, ${sum('failed')} missed, ${sum('left out')} left out`,
  ].join('\n');
}

/** The same as JUnit XML, for CI systems. */
export function junit(results: readonly Result[]): string {
  const cases = results.map(({ check, outcome, reason, seconds }) => {
    const child = {
      passed: '',
      failed: `<failure message="${escaped(reason)}"/>`,
      'left out': `<skipped message="${escaped(reason)}"/>`,
    }[outcome];
    return `    <testcase classname="${escaped(check.group)}" name="${escaped(check.name)}" time="${seconds.toFixed(3)}">${child}</testcase>`;
  });
  const count = (wanted: Result['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="conformance" tests="${results.length}" failures="${count('failed')}" skipped="${count('left out')}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** XML 1.0 has no way to write most control characters. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replaceAll(/[&<>"\n]/g, (character) => `&#${character.charCodeAt(0)};`);
