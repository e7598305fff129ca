import { readdirSync } from 'node:fs';
import { readTitle } from './repository-files.ts';

const directory = new URL('../decisions/', import.meta.url);

/** The page that lists all decisions. Their titles are their first headings. */
export function decisionList(): string {
  const files = readdirSync(directory).filter((file) => /^\d{4}-.+\.md$/.test(file));
  const entries = files
    .toSorted()
    .map((file) => `- [${readTitle(`docs/decisions/${file}`)}](./${file})`);
  return [
    '---\n# Made by docs/generate.ts out of the files of this directory.\ntitle: Decisions\n---',
    '# Decisions',
    'Each page says what was decided, why, and what else was considered.',
    `${entries.join('\n')}\n`,
  ].join('\n\n');
}
