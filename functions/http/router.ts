import type { Route } from '../../contract/routes/route.ts';
import type { Handler } from './endpoint.ts';

export interface RouteHandler {
  route: Pick<Route, 'method' | 'path'>;
  handler: Handler;
}

/**
 * Creates the handler of a function from the handlers of its routes. It finds the route by the
 * method and API Gateway's resource template. If there is only one route, it handles every event.
 */
export function createRouter(routes: readonly RouteHandler[]): Handler {
  const [only, ...others] = routes;
  if (only !== undefined && others.length === 0) return only.handler;

  const byRoute = new Map(
    routes.map(({ route: { method, path }, handler }) => [`${method} ${path}`, handler]),
  );
  return async (event, context) => {
    const route = `${event.httpMethod} ${event.resource}`;
    const handler = byRoute.get(route);
    // API Gateway sends only the routes of this function. It responds with a 5xx if this throws.
    if (handler === undefined) throw new Error(`this function does not serve ${route}`);
    return handler(event, context);
  };
}
