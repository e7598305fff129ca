/** Reads files of the repository by their paths from its root. */

import { readFileSync } from 'node:fs';

export const readText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export const readJson = <T>(path: string): T => JSON.parse(readText(path)) as T;

/** Reads the title of a page: its first heading, after the front matter. */
export const readTitle = (path: string): string =>
  /^# (.+)$/m.exec(removeFrontMatter(readText(path)))?.[1] ?? path;

/** Removes the front matter, because one of its lines may look like a heading. */
const removeFrontMatter = (text: string): string => text.replace(/^---\n.*?\n---\n/s, '');
