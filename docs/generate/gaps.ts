import type { ErrorRow } from '../../contract/errors/index.ts';
import type { RouteTable } from '../../contract/routes/index.ts';
import type { RouteProse } from '../routes/index.ts';

const isEmpty = (prose: string | readonly string[] | undefined): boolean =>
  prose === undefined ||
  prose.length === 0 ||
  (typeof prose !== 'string' && prose.some((line) => line.trim() === ''));

/** What is missing for the tables to make complete documentation, each named. */
export function gapsIn(
  errors: Readonly<Record<string, ErrorRow>>,
  routes: Readonly<Record<string, Pick<RouteTable[string], 'codes'>>>,
  prose: Readonly<Record<string, Pick<RouteProse, 'summary'>>>,
  commonCodes: readonly string[],
): string[] {
  const answered = new Set([
    ...commonCodes,
    ...Object.values(routes).flatMap(({ codes }) => codes),
  ]);
  return [
    ...Object.entries(errors).flatMap(([code, row]) => [
      ...(['message', 'description', 'causes', 'solution'] as const)
        .filter((member) => isEmpty(row[member]))
        .map((member) => `${code} has no ${member}`),
      ...(answered.has(code) || row.gateway?.length
        ? []
        : [`${code} is answered by no route and no gateway response`]),
    ]),
    ...Object.entries(prose).flatMap(([name, { summary }]) =>
      isEmpty(summary) ? [`${name} has no summary`] : [],
    ),
    ...[...answered]
      .filter((code) => !(code in errors))
      .map((code) => `${code} is answered but has no row`),
  ];
}
