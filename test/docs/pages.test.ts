/** The pages of the site, and the files and folders that they name. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sidebar } from '../../docs/.vitepress/navigation.ts';
import { inRepository } from '../../lib/paths.ts';

const markdownIn = (folder: string): string[] =>
  readdirSync(inRepository(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/guide'),
];

const FOLDERS =
  'bench|bin|client|conformance|contract|docs|examples|functions|lib|operations|sandbox|scenarios|test';

/** The paths in code spans, and the names of tests. Patterns such as `test/<area>/` are omitted. */
const PATH = new RegExp(`\`((?:${FOLDERS})/[\\w./-]*|\\w[\\w./-]*\\.test\\.ts)\``, 'g');

test.each(PAGES)('%s names paths that exist', (page) => {
  const text = readFileSync(inRepository(page), 'utf8');
  const paths = [...text.matchAll(PATH)].map(([, path = '']) => path);
  expect(paths.filter((path) => !existsSync(inRepository(path)))).toEqual([]);
});

test('every page is in the sidebar, except the first one', () => {
  const linked = sidebar.flatMap(({ items = [] }) => items.map(({ link }) => `docs${link}.md`));
  const pages = [...markdownIn('docs'), ...markdownIn('docs/guide')];
  expect(pages.filter((page) => !linked.includes(page))).toEqual(['docs/index.md']);
});
