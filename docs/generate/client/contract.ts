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
 * Method, path and traits of each route. \`input\` is sent as path parameters, and the rest as the
 * query of a GET or DELETE, or as a JSON body. \`bearer\` sends the session JWT. \`captcha\` may demand a
 * CAPTCHA. \`challenge\` answers the current challenge. \`keepalive\` outlives the page. \`repeatable\`
 * may be sent again after a failure, as every GET. A success \`begins\` or \`ends\` the session.
 */\n${routeTable(routes)}`,
  ].join('\n\n')}\n`;
