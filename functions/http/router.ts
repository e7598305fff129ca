import { type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { Handler } from './endpoint.ts';

/**
 * Creates the handler of a function out of the handlers of its routes. It finds the route by the
 * method and the gateway's resource template. The handler of an only route gets every event.
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
    // The gateway sends only its own routes here. It answers what a function throws with a 5xx.
    if (handler === undefined) throw new Error(`this function does not serve ${route}`);
    return handler(event, context);
  };
}
