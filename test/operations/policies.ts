/** The IAM policies of the permissions page, which is their only home. */

import { readFileSync } from 'node:fs';
import { inRepository } from '../../lib/paths.ts';

interface Policy {
  Version: string;
  Statement: { Effect: string; Action: string | string[]; Resource: string | string[] }[];
}

const page = readFileSync(inRepository('docs/guide/permissions.md'), 'utf8');

/** The policies by the headings above them. */
export const policies: ReadonlyMap<string, Policy> = new Map(
  page.split(/^### /m).flatMap((section) => {
    const [, json] = /^```json\n([\s\S]*?)\n```$/m.exec(section) ?? [];
    const heading = section.slice(0, section.indexOf('\n'));
    return json === undefined ? [] : [[heading, JSON.parse(json) as Policy] as const];
  }),
);

/** The statements of a policy, with lists in the place of single values. */
export const statementsOf = (name: string) =>
  (policies.get(name)?.Statement ?? []).map(({ Effect, Action, Resource }) => ({
    effect: Effect,
    actions: [Action].flat(),
    resources: [Resource].flat(),
  }));

export const actionsOf = (name: string): string[] =>
  statementsOf(name).flatMap(({ actions }) => actions);

/** What every command about users needs, and what every one of them needs that changes something. */
const ALWAYS = ['cloudformation:DescribeStacks'];
const WRITES = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** The actions of the commands about users: the table of the page, with the actions of its text. */
export const usersActions: ReadonlyMap<string, string[]> = new Map(
  [...page.matchAll(/^\| `users ([a-z-]+)` \| (yes|no) \| (.+) \|$/gm)].map(
    ([, command = '', changes, actions = '']) => [
      command,
      [
        ...ALWAYS,
        ...(changes === 'yes' ? WRITES : []),
        ...[...actions.matchAll(/`([\w-]+:\w+)`/g)].map(([, action = '']) => action),
      ],
    ],
  ),
);
