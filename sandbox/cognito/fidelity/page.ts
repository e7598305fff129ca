/** The fidelity table as a page in Markdown. Run this file to print it. */

import { SWITCHES } from '../switches.ts';
import { SOURCES, type Source } from './sources.ts';
import { QUESTIONS } from './switches.ts';
import { FIDELITY } from './table.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const fidelityPage = (): string => `# The sandbox's Cognito

The sandbox has its own fake of Amazon Cognito user pools. This page says what each operation does,
where AWS may differ, and where we know it from. The fake was written from documents; it was not
compared with a real pool.

## Operations

${table(
  ['operation', 'what it does', 'where AWS may differ', 'sources'],
  Object.entries(FIDELITY).map(([name, { does, mayDiffer = '', sources }]) => [
    `\`${name}\``,
    does,
    mayDiffer,
    sources.join(', '),
  ]),
)}

## Sources

${table(
  ['mark', 'source'],
  (Object.keys(SOURCES) as Source[]).map((mark) => [mark, SOURCES[mark]]),
)}

## Switches

What only a real pool can settle is a switch of the fake. Its tests run all ways.

${table(
  ['switch', 'question', 'default'],
  (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).map((name) => [
    `\`${name}\``,
    QUESTIONS[name],
    SWITCHES[name],
  ]),
)}

## What is the same for all operations

- **Tokens** are signed with RS256 by a key that is published with the fake. Trust it nowhere else.
- **Limits** per user and hour are those of AWS; where AWS gives a range, the lower end. Quotas per
  second are off unless set.
- **Lockout**: the fifth wrong password in a row locks a user out for a second. Each further one
  doubles the time, up to 15 minutes. A success, or 15 minutes without an attempt, ends it. Wrong
  codes of a second factor count as well.
- **Mails** go to an outbox. The \`CustomMessage\` trigger has AWS's event and five seconds.
- **Management events** have the form in which EventBridge gets them from CloudTrail, with
  \`additionalEventData.sub\` and a delay that can be set.
- **IAM** is not checked; a request of an administrator must be signed, by any key.
- **Exceptions** of AWS that no state of the fake causes are raised by a hook.
`;

if (import.meta.main) process.stdout.write(fidelityPage());
