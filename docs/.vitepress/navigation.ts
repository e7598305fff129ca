import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

const docs = new URL('../', import.meta.url);

/** A line of the front matter may begin like a heading. */
const withoutFrontMatter = (text: string): string => text.replace(/^---\n.*?\n---\n/s, '');

/** The first heading, as plain text: the sidebar renders no Markdown. */
const titleOf = (path: string): string =>
  /^# (.+)$/m
    .exec(withoutFrontMatter(readFileSync(new URL(path, docs), 'utf8')))?.[1]
    ?.replaceAll('`', '') ?? path;

/** A link named by its page's own heading. */
const page = (path: string): DefaultTheme.SidebarItem => ({
  text: titleOf(`${path}.md`),
  link: `/${path}`,
});

const pages = (paths: readonly string[]): DefaultTheme.SidebarItem[] =>
  paths.filter((path) => existsSync(new URL(`${path}.md`, docs))).map(page);

const decisions = (): string[] =>
  readdirSync(new URL('decisions/', docs))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `decisions/${file.slice(0, -'.md'.length)}`);

export const nav: DefaultTheme.NavItem[] = [
  { text: 'Quick start', link: '/guide/quick-start' },
  { text: 'Errors', link: '/authentication/errors' },
  // Not a page of the site but a document of its own, so that neither's style reaches the other.
  { text: 'API', link: '/api-reference.html', target: '_self' },
];

export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Use',
    items: pages([
      'guide/quick-start',
      'authentication/errors',
      'guide/retries',
      'guide/cookies-and-cors',
      'guide/testing',
    ]),
  },
  {
    text: 'Reference',
    items: [
      { text: 'API', link: '/api-reference.html', target: '_self' },
      ...pages(['guide/architecture', 'guide/audit-events', 'guide/sandbox-cognito']),
    ],
  },
  {
    text: 'Build on it',
    items: pages(['guide/protecting-routes', 'guide/migrating-from-cognito']),
  },
  {
    text: 'Run it',
    items: pages(['guide/deploy', 'guide/revoking-sessions', 'runbook', 'threat-model']),
  },
  { text: 'Decisions', collapsed: true, items: pages(decisions()) },
].filter(({ items }) => items.length > 0);
