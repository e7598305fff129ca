import { ROUTES, type RouteTable } from '../../../contract/routes/index.ts';
import { ROUTE_PROSE } from '../../routes/index.ts';
import { errorTypes } from './error-types.ts';
import { routeTable, routeTypes } from './route-types.ts';

/**
 * Prints what the client takes from the contract. The file has no imports, so that the package of
 * the client is complete.
 */
export const clientContract = (
  {
    routes,
    prose,
  }: {
    routes: RouteTable;
    prose: Readonly<Record<string, { summary: string }>>;
  } = { routes: ROUTES, prose: ROUTE_PROSE },
): string =>
  `${[
    '// `npm run docs:generate` writes this file from contract/. Do not edit it.',
    errorTypes(),
    `/** Input and output of each method. */\n${routeTypes(routes, prose)}`,
    `/**
 * Method, path and traits of each route. Input of \`p\` is sent as path parameters, and the rest as
 * the query. \`j\` sends the rest as a JSON body. \`b\` sends the session JWT. \`c\` answers the current
 * challenge. \`k\` outlives the page. \`r\` may be sent again after a failure. A success of \`s\` starts
 * the session, and one of \`e\` ends it.
 */\n${routeTable(routes)}`,
  ].join('\n\n')}\n`;
