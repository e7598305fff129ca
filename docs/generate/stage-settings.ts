import { readFileSync } from 'node:fs';
import { code } from './markdown.ts';

const CONFIG = new URL('../../lib/config.ts', import.meta.url);

/**
 * A top-level declaration, as its source says it: comments are its documentation.
 * @throws {TypeError} when there is none by that name.
 */
export function declarationIn(source: string, opening: string): string {
  const start = source.indexOf(`\n${opening}`);
  const end = source.indexOf('\n}', start + 1);
  if (start < 0 || end < 0) throw new TypeError(`lib/config.ts has no "${opening}"`);
  return source.slice(start + 1, source.indexOf('\n', end + 1));
}

export const stageSettings = (): string => `${code('ts', declarationIn(readFileSync(CONFIG, 'utf8'), 'export interface StageConfig {'))}\n`;
