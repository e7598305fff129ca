import type { ErrorRow } from '../../contract/errors/row.ts';
import type { Route } from '../../contract/routes/index.ts';
import type { ErrorProse } from '../errors/prose.ts';
import type { RouteProse } from '../routes/index.ts';

const isEmpty = (prose: string | readonly string[] | undefined): boolean =>
  prose === undefined ||
  prose.length === 0 ||
  (typeof prose !== 'string' && prose.some((line) => line.trim() === ''));

/** Lists the texts and rows that are missing for a complete documentation. */
export function findGaps({
  errors,
  errorProse,
  routes,
  routeProse,
  commonCodes,
}: {
  errors: Readonly<Record<string, ErrorRow>>;
  errorProse: Readonly<Record<string, ErrorProse>>;
  routes: Readonly<Record<string, Pick<Route, 'codes'>>>;
  routeProse: Readonly<Record<string, Pick<RouteProse, 'summary'>>>;
  commonCodes: readonly string[];
}): string[] {
  const answered = new Set([
    ...commonCodes,
    ...Object.values(routes).flatMap(({ codes }) => codes),
  ]);
  return [
    ...Object.entries(errors).flatMap(([code, row]) => [
      ...Object.entries({
        message: row.message,
        description: errorProse[code]?.description,
        causes: errorProse[code]?.causes,
        solution: errorProse[code]?.solution,
      })
        .filter(([, text]) => isEmpty(text))
        .map(([member]) => `${code} has no ${member}`),
      ...(answered.has(code) || row.gateway?.length
        ? []
        : [`${code} is answered by no route and no gateway response`]),
    ]),
    ...Object.entries(routeProse).flatMap(([name, { summary }]) =>
      isEmpty(summary) ? [`${name} has no summary`] : [],
    ),
    ...[...answered]
      .filter((code) => !(code in errors))
      .map((code) => `${code} is answered but has no row`),
  ];
}
