/** Prints the types of errors for the client. */

import { ERROR_CODES, type ErrorCode, errorRow } from '../../../contract/errors/index.ts';
import { ACTIONS } from '../../../contract/errors/row.ts';
import { ERROR_PROSE } from '../../errors/index.ts';
import { literal, printMember, typeOfExample } from './type-of.ts';

/** Prints `Action` and `ErrorDetails`. */
export const errorTypes = (): string =>
  [
    `/** What the client should do next. */\nexport type Action =\n${union(ACTIONS)};`,
    '/** `details` of each code. */\nexport interface ErrorDetails {',
    ...ERROR_CODES.map((code) => `  ${code}: { ${detailsOf(code).join('; ')} };`),
    '}',
  ].join('\n');

const union = (names: readonly string[]): string =>
  names.map((name) => `  | ${literal(name)}`).join('\n');

/**
 * The members of an error come from its row, its variants, and the example of its prose, which
 * contains what throw sites add.
 */
function detailsOf(code: ErrorCode): string[] {
  const row = errorRow(code);
  const variants = Object.values(row.variants ?? {});
  const { example = {} } = ERROR_PROSE[code];
  const own = { ...row.details, ...example };
  const members: Record<string, unknown> = Object.assign(
    {},
    ...variants.map(({ details }) => details),
    own,
  );
  /** A variant with a message of its own has only the members that it declares. */
  const isRequired = (name: string) =>
    name in own &&
    variants.every(
      ({ message, details }) => message === undefined || name in { ...row.details, ...details },
    );
  const actions = new Set([row.action, ...variants.flatMap(({ action }) => action ?? [])]);
  return [
    `action: ${[...actions].map(literal).join(' | ')}`,
    ...Object.entries(members)
      .filter(([name]) => name !== 'retry_after')
      .map(([name, value]) => printMember(name, typeOfExample(value, name), isRequired(name))),
    ...(row.status >= 500 ? ['request_id: string'] : []),
    printMember('retry_after', 'number', false),
  ];
}
