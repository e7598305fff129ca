import { type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { Handler } from './endpoint.ts';

/**
 * Creates the handler of a function from the handlers of its routes. It finds the route by the
 * method and API Gateway's resource template. If there is only one route, it handles every event.
 */
export function createRouter(handlers: Readonly<Partial<Record<RouteName, Handler>>>): Handler {
  const [only, ...others] = Object.values(handlers);
  if (only !== undefined && others.length === 0) return only;

  const byRoute = new Map(
    (Object.entries(handlers) as [RouteName, Handler][]).map(([name, handler]) => {
      const { method, path } = routeOf(name);
      return [`${method} ${path}`, handler];
    }),
  );
  return async (event, context) => {
    const route = `${event.httpMethod} ${event.resource}`;
    const handler = byRoute.get(route);
    // API Gateway sends only the routes of this function. It responds with a 5xx if this throws.
    if (handler === undefined) throw new Error(`this function does not serve ${route}`);
    return handler(event, context);
  };
}
