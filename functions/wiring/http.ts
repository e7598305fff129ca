/** Builds handlers from the environment of the process. All functions share this. */

import { type Environment, parseEnvironment } from '../../contract/environment.ts';
import type { HttpFunction, ROUTES, RouteName, RoutesOf } from '../../contract/routes/index.ts';
import type { Route } from '../../contract/routes/route.ts';
import type { ServiceKeys } from '../core/keys/keys.ts';
import type { AuthenticatePorts } from '../core/sessions/authenticate.ts';
import type { CookieAuthenticatePorts } from '../core/sessions/authenticate-by-cookie.ts';
import { networkFingerprints } from '../core/sessions/network-fingerprints.ts';
import type { BearerRouteName, CookieReadingRouteName, UseCase } from '../core/use-case.ts';
import {
  createEndpoint,
  type EndpointPorts,
  type Handler,
  type HttpSettings,
} from '../http/endpoint.ts';
import { createRouter } from '../http/router.ts';

interface Parts<Ports> {
  ports: Ports;
  settings: HttpSettings;
}

/** The declaration of every route that a function serves. */
type Declarations<F extends HttpFunction> = {
  readonly [N in RoutesOf<F>]: (typeof ROUTES)[N];
};

/** The use case of every route that a function serves. */
type UseCases<F extends HttpFunction> = {
  readonly [N in RoutesOf<F>]: UseCase<N, never>;
};

/** The ports that all of these use cases need together. */
type PortsOf<U> = {
  [N in keyof U]: U[N] extends (ports: infer P, input: never) => unknown
    ? (ports: P) => void
    : never;
}[keyof U] extends (ports: infer P) => void
  ? P
  : never;

/** What the endpoints of a function need to authenticate callers. */
type CallerPorts<F extends HttpFunction> = ([RoutesOf<F> & BearerRouteName] extends [never]
  ? unknown
  : AuthenticatePorts) &
  ([RoutesOf<F> & CookieReadingRouteName] extends [never] ? unknown : CookieAuthenticatePorts);

/**
 * Builds the handler of a function from the declarations of its routes and their use cases. `build`
 * receives the function's environment.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function buildHandler<F extends HttpFunction, U extends UseCases<F>>(
  name: F,
  routes: Declarations<F>,
  useCases: U & UseCases<F>,
  build: (environment: Environment<F>) => Parts<PortsOf<U> & CallerPorts<F>>,
): Handler {
  const { ports, settings } = build(parseEnvironment(name, process.env));
  const declarations: Readonly<Record<RoutesOf<F>, Route>> = routes;
  const served = (Object.keys(useCases) as RoutesOf<F>[]).map((route) => ({
    name: route,
    route: declarations[route],
    useCase: useCases[route] as UseCase<RouteName, unknown>,
  }));
  return createRouter(
    served.map((one) => ({
      route: one.route,
      // The types above guarantee the ports of the use case and of the endpoint.
      handler: createEndpoint(one, ports as EndpointPorts<RouteName>, settings),
    })),
  );
}

type HttpEnvironment = Pick<
  Environment<'captcha'>,
  'DOCUMENTATION_URL' | 'ALLOWED_ORIGINS' | 'SCHEME'
>;

/** With the keys of the service, the log identifies the client's network. */
export const buildHttpSettings = (
  { DOCUMENTATION_URL, ALLOWED_ORIGINS, SCHEME }: HttpEnvironment,
  keys?: ServiceKeys,
): HttpSettings => ({
  documentationUrl: DOCUMENTATION_URL,
  allowedOrigins: ALLOWED_ORIGINS,
  scheme: SCHEME,
  ...(keys && { networks: networkFingerprints(keys) }),
});
