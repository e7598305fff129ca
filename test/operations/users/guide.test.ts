/** The guide of the operators' commands, held against what the commands print. */

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRepository } from '../../../lib/paths.ts';
import { executeOneOf } from '../../../operations/frame/commands.ts';
import { USERS } from '../../../operations/users/commands.ts';
import { replaceAws } from '../../support/aws-of-file.ts';
import { accountOfJane } from './account.ts';

const aws = await replaceAws();
const guide = readFileSync(inRepository('docs/guide/operators.md'), 'utf8');

/** Each block of JSON, with the last command line before it. */
const SAMPLES = guide.split('```json\n').flatMap((text, index, parts) => {
  const line = [...text.matchAll(/^npm run --silent users -- (.*)$/gm)].at(-1)?.[1];
  const json = parts[index + 1]?.split('```')[0];
  return line === undefined || json === undefined ? [] : [[line, JSON.parse(json)] as const];
});

/** Splits a command line as a shell does. The guide quotes with apostrophes only. */
const argumentsIn = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|\S+/g)].map(([all, quoted]) => quoted ?? all);

/** Replaces each value by its type, and a list by the shape of its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
}

test('the guide has a sample of what most commands print', () => {
  const commands = SAMPLES.map(([line]) => line.split(' ')[0]);
  const without = Object.keys(USERS.commands).filter((name) => !commands.includes(name));
  expect(without).toEqual(['create', 'enable', 'groups']);
});

test.each(SAMPLES)('%s prints what the guide shows', async (line, sample) => {
  let message = '{}';
  aws.answers = {
    ...accountOfJane(),
    PutLogEvents: ({ logEvents }) => {
      [{ message }] = logEvents as [{ message: string }];
      return {};
    },
  };
  const stack = line.replace(/--stack \S+/, '--stack the-stack');
  const { status, stdout } = await executeOneOf(USERS, argumentsIn(stack));
  expect(status).toBe(0);
  const printed = sample.event === undefined ? stdout : message;
  expect(shapeOf(JSON.parse(printed))).toEqual(shapeOf(sample));
});
