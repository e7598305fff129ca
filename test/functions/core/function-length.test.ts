/** A function of the core fits on one screen. TypeScript 7 has no JavaScript API, so SWC parses. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const MAX_LINES = 40;

const FUNCTION_TYPES = new Set([
  'ArrowFunctionExpression',
  'ClassMethod',
  'Constructor',
  'FunctionDeclaration',
  'FunctionExpression',
  'GetterProperty',
  'MethodProperty',
  'PrivateMethod',
  'SetterProperty',
]);

/** A node of SWC's syntax tree. A method has its span on the function inside it. */
interface Node {
  type?: string;
  span?: { start: number; end: number };
  function?: Node;
}

function findFunctions(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(findFunctions);
  if (typeof node !== 'object' || node === null) return [];
  const { type } = node as Node;
  const inside = Object.values(node).flatMap(findFunctions);
  return type !== undefined && FUNCTION_TYPES.has(type) ? [node as Node, ...inside] : inside;
}

/** Returns the length of every function in a source, with its first line. */
function measureFunctions(source: string): { head: string; lines: number }[] {
  // SWC counts bytes from an arbitrary start. The first statement reveals it.
  const bytes = Buffer.from(`0;${source}`);
  const module = parseSync(bytes.toString(), { syntax: 'typescript', target: 'es2024' });
  return findFunctions(module).map(({ span, function: inner }) => {
    const { start, end } = span ?? inner?.span ?? module.span;
    const text = bytes.subarray(start - module.span.start, end - module.span.start).toString();
    const lines = text.split('\n');
    return { head: lines[0] ?? '', lines: lines.length };
  });
}

const findTooLong = (source: string) =>
  measureFunctions(source).filter(({ lines }) => lines > MAX_LINES);

const files = readdirSync('functions/core', { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name));

test.each(files)(`%s has no function of more than ${MAX_LINES} lines`, (file) => {
  expect(findTooLong(readFileSync(file, 'utf8'))).toEqual([]);
});

describe('the measure', () => {
  const body = (lines: number) => `{${'\n'.repeat(lines - 1)}}`;
  const sources: Record<string, (lines: number) => string> = {
    'a function': (lines) => `/* é */ function long() ${body(lines)}`,
    'an arrow function': (lines) => `export const long = async () => ${body(lines)};`,
    'a method of an object': (lines) => `const port = { async long() ${body(lines)} };`,
    'a method of a class': (lines) => `class Port { long() ${body(lines)} }`,
    'a private method': (lines) => `class Port { #long() ${body(lines)} }`,
    'a constructor': (lines) => `class Port { constructor() ${body(lines)} }`,
  };
  test.each(Object.entries(sources))('sees %s that is too long', (_, write) => {
    expect(findTooLong(write(MAX_LINES))).toEqual([]);
    expect(findTooLong(write(MAX_LINES + 1))).toHaveLength(1);
  });
});
