import type { DefaultTheme } from 'vitepress';
import { readTitle } from '../generate/repository-files.ts';

/** Creates a link to a page. Its text is the title as plain text: the sidebar renders no Markdown. */
const page = (path: string): DefaultTheme.SidebarItem => ({
  text: readTitle(`docs/${path}.md`).replaceAll('`', ''),
  link: `/${path}`,
});

const pages = (paths: readonly string[]): DefaultTheme.SidebarItem[] => paths.map(page);

export const nav: DefaultTheme.NavItem[] = [
  { text: 'Quick start', link: '/guide/quick-start' },
  { text: 'Errors', link: '/authentication/errors' },
  // A separate document, so that its styles and those of the site do not affect each other.
  { text: 'API', link: '/api-reference.html', target: '_self' },
];

export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Use',
    items: pages([
      'guide/quick-start',
      'authentication/errors',
      'guide/client',
      'guide/react',
      'guide/element',
      'guide/retries',
      'guide/cookies-and-cors',
      'guide/challenges',
      'guide/passwords',
      'guide/account',
      'guide/sign-up',
      'guide/recovery-of-accounts',
      'guide/passwordless',
      'guide/passkeys',
      'guide/second-factors',
      'guide/sessions',
      'guide/local-development',
      'guide/testing',
    ]),
  },
  {
    text: 'Reference',
    items: [
      { text: 'API', link: '/api-reference.html', target: '_self' },
      ...pages([
        'guide/architecture',
        'guide/audit-events',
        'guide/sandbox-cognito',
        'decisions/index',
      ]),
    ],
  },
  {
    text: 'Build on it',
    items: pages(['guide/protecting-routes', 'guide/events', 'guide/migrating-from-cognito']),
  },
  {
    text: 'Run it',
    items: pages([
      'guide/deploy',
      'guide/mails',
      'guide/permissions',
      'guide/operators',
      'guide/lost-factor',
      'guide/revoking-sessions',
      'guide/recovery',
      'runbook',
      'threat-model',
      'performance',
      'guide/cost',
      'guide/scaling',
    ]),
  },
];
