import { type ErrorCode, errorRow } from '../../contract/errors/index.ts';
import {
  COMMON_CODES,
  ROUTE_NAMES,
  type Route,
  type RouteName,
  routeOf,
} from '../../contract/routes/index.ts';

/** Lists every code that a route can return, from its function or from API Gateway. */
export const codesOn = ({ codes }: Pick<Route, 'codes'>): ErrorCode[] => [
  ...new Set<ErrorCode>([...codes, ...COMMON_CODES]),
];

export const routesAnswering = (code: ErrorCode): RouteName[] =>
  ROUTE_NAMES.filter((route) => codesOn(routeOf(route)).includes(code));

/** The authorizer returns the codes of the session route whose status is 401. */
export const isAuthorizerAnswer = (code: ErrorCode): boolean =>
  errorRow(code).status === 401 && routeOf('session').codes.includes(code);
