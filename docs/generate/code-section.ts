import { anchorOf, type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import type { ErrorRow } from '../../contract/errors/row.ts';
import { publicPath, ROUTE_NAMES, ROUTES } from '../../contract/routes/index.ts';
import { ACTION_ADVICE } from '../errors/actions.ts';
import { ERROR_PROSE } from '../errors/index.ts';
import { type Example, exampleOf, examplesOf } from './examples.ts';
import { blocks, bullets, heading, json, table } from './markdown.ts';
import { isAuthorizerAnswer, routesAnswering } from './reach.ts';

/**
 * Renders the section of one code for client developers. Its anchor is the one that
 * `documentation_url` links to.
 */
export function codeSection(code: ErrorCode, example: Example = exampleOf(code)): string {
  const row = errorRow(code);
  const { description, causes, solution } = ERROR_PROSE[code];
  return blocks(
    heading(4, `\`${code}\``, anchorOf(code)),
    `${description}.`,
    `Status **${row.status}** · action [\`${row.action}\`](#actions) · from ${answeredBy(code)}`,
    `**Do next:** ${ACTION_ADVICE[row.action]}`,
    `Common Causes:\n\n${bullets(causes)}`,
    messages(code),
    `Example Response:\n\n${json(example.envelope)}`,
    `Solution:\n\n${bullets(solution)}`,
    notes(row),
  );
}

function answeredBy(code: ErrorCode): string {
  const routes = routesAnswering(code);
  if (routes.length === ROUTE_NAMES.length) return 'every route';
  return [
    ...routes.map((name) => `\`${ROUTES[name].method} ${publicPath(name)}\``),
    ...(isAuthorizerAnswer(code) ? ['routes behind the authorizer'] : []),
    ...(routes.length === 0 ? ['the gateway'] : []),
  ].join(', ');
}

/** Renders a table of all messages of a code, if it has several. */
function messages(code: ErrorCode): string | undefined {
  const examples = examplesOf(code);
  if (examples.length === 1) return;
  const rows = examples.map(({ envelope: { error } }) => [
    `\`${error.message}\``,
    `\`${error.details.action}\``,
    ['field', 'issue', 'reason']
      .filter((member) => error.details[member] !== undefined)
      .map((member) => `\`${member}\`: ${error.details[member]}`)
      .join(', '),
  ]);
  const hasDetails = rows.some(([, , details]) => details !== '');
  const head = ['`message`', '`action`', ...(hasDetails ? ['`details`'] : [])];
  return table(
    head,
    rows.map((row) => row.slice(0, head.length)),
  );
}

const notes = (row: ErrorRow): string | undefined =>
  row.clearsCookie ? 'The answer clears the refresh cookie.' : undefined;
