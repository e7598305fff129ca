import { STATUS_CODES } from 'node:http';
import { REMAPPED_CHALLENGE_HEADER } from '../../contract/envelope.ts';
import { anchorOf, ERROR_CODES, errorRow } from '../../contract/errors/index.ts';
import { ACTION_ADVICE } from '../errors/actions.ts';
import { DETAILS } from '../errors/details.ts';
import { ERROR_PROSE } from '../errors/index.ts';
import { STATUSES, type StatusSection } from '../errors/statuses.ts';
import { TOKEN } from '../routes/index.ts';
import { bestPractices, scenarios } from './client-advice.ts';
import { codeSection } from './code-section.ts';
import { type Example, exampleOf, labelled } from './examples.ts';
import { blocks, code, heading, json, table } from './markdown.ts';
import { sampleBesideClient, sampleOf } from './published-sample.ts';
import { testingErrors } from './testing-errors.ts';

/** Renders the page that every `documentation_url` links to. */
export const errorsPage = (): string =>
  `${blocks(
    '---\n# Made by docs/generate.ts out of contract/ and docs/errors/. Change those.\ntitle: Authentication Errors\ndescription: Every error of the API, what it means, and what to do next.\noutline: [2, 4]\neditLink: false\n---',
    '# Authentication Errors',
    'This page documents all authentication-related errors and how to handle them.',
    schema(),
    allCodes(),
    statuses(),
    bestPractices(),
    scenarios(),
    testingErrors(),
  )}\n`;

const schema = (): string =>
  blocks(
    heading(2, 'Error Response Schema'),
    'All authentication errors follow this standard format:',
    code(
      'jsonc',
      `{
  "error": {
    "code": "ERROR_CODE",
    "message": "Human-readable error message",
    "status": 401,
    "details": {
      // Additional context (optional)
    },
    "documentation_url": "https://docs.chordian.ai/authentication/errors#error-code"
  }
}`,
    ),
    'Decide by `code`, or just by `details.action`. Show `message` to developers, not to users: its text may change.',
    heading(3, 'What to do next', 'actions'),
    'Every error has `details.action`:',
    table(
      ['`details.action`', 'What to do'],
      Object.entries(ACTION_ADVICE).map(([action, advice]) => [`\`${action}\``, advice]),
    ),
    heading(3, 'Members of details', 'details'),
    table(
      ['Member', 'Meaning'],
      Object.entries(DETAILS).map(([member, meaning]) => [`\`${member}\``, meaning]),
    ),
    heading(3, 'Headers', 'headers'),
    table(
      ['Header', 'On', 'Meaning'],
      [
        ['`X-Request-Id`', 'every response', 'Identifies the request. Quote it to support.'],
        [
          '`Retry-After`',
          'errors that waiting helps',
          'Seconds, the same as `details.retry_after`.',
        ],
        [
          `\`${REMAPPED_CHALLENGE_HEADER}\``,
          'every 401',
          'The Bearer challenge of RFC 6750. A REST API of Amazon API Gateway renames `WWW-Authenticate` to this.',
        ],
        ['`Cache-Control`', 'every response', '`no-store`.'],
      ],
    ),
  );

const allCodes = (): string =>
  blocks(
    heading(2, 'All codes'),
    table(
      ['Error Code', 'Status', 'Action', 'Description'],
      ERROR_CODES.map((name) => {
        const { status, action } = errorRow(name);
        const { description } = ERROR_PROSE[name];
        return [`[\`${name}\`](#${anchorOf(name)})`, String(status), `\`${action}\``, description];
      }),
    ),
  );

const statuses = (): string =>
  blocks(
    heading(2, 'HTTP Status Codes'),
    success(),
    ...[...new Set(ERROR_CODES.map((name) => errorRow(name).status))].map((status) =>
      statusSection(status),
    ),
  );

const success = (): string =>
  blocks(
    heading(3, '200 OK'),
    'Authentication successful.',
    `Response:\n\n${json(TOKEN)}`,
    '200 from login or refresh means that you hold a token, always. `expiresIn` is in seconds. `POST /api/auth/logout` answers 204 with no body.',
  );

/**
 * Renders the section of a status: a table of its codes, then a section for each code.
 * @throws {TypeError} if the status has no prose.
 */
function statusSection(status: number): string {
  const section = STATUSES[status];
  if (section === undefined) {
    throw new TypeError(`docs/errors/statuses.ts has no section for ${status}`);
  }
  const names = ERROR_CODES.filter((name) => errorRow(name).status === status);
  const example = section.example && exampleFor(section.example);
  const isAlone = names.length === 1;
  return blocks(
    heading(3, `${status} ${STATUS_CODES[status]}`),
    section.summary,
    section.note,
    !isAlone &&
      table(
        ['Error Code', 'Description', 'Solution'],
        names.map((name) => {
          const { description, solution } = ERROR_PROSE[name];
          return [`[\`${name}\`](#${anchorOf(name)})`, description, solution[0] ?? ''];
        }),
      ),
    !isAlone && example && `Example Response:\n\n${json(example.envelope)}`,
    !isAlone && samples(status),
    ...names.map((name) => codeSection(name, name === example?.code ? example : undefined)),
    isAlone && samples(status),
  );
}

const samples = (status: number): string | false =>
  STATUSES[status]?.samples !== undefined &&
  blocks(
    ...STATUSES[status].samples.map(({ title, file, withClient, note }) =>
      blocks(title, withClient ? sampleBesideClient(file, withClient) : sampleOf(file), note),
    ),
  );

const exampleFor = ({ code, route, ...rest }: NonNullable<StatusSection['example']>): Example =>
  exampleOf(code, { ...rest, ...(route !== undefined && { route: labelled(route) }) });
