/** Builds endpoints from the environment of the process. All routes share this. */

import {
  type Environment,
  type FunctionName,
  parseEnvironment,
} from '../../contract/environment.ts';
import type { RouteName } from '../../contract/routes/index.ts';
import type { UseCase } from '../core/use-case.ts';
import {
  createEndpoint,
  type EndpointPorts,
  type Handler,
  type HttpSettings,
} from '../http/endpoint.ts';

interface Parts<Ports> {
  ports: Ports;
  settings: HttpSettings;
}

/**
 * Builds the handler of a route. `build` receives the function's environment.
 * @throws {TypeError} if an environment variable is missing or invalid. The message names it.
 */
export function buildEndpoint<N extends RouteName & FunctionName, Ports>(
  name: N,
  useCase: UseCase<N, Ports>,
  build: (environment: Environment<N>) => Parts<Ports & EndpointPorts<N>>,
): Handler {
  const { ports, settings } = build(parseEnvironment(name, process.env));
  return createEndpoint(name, useCase, ports, settings);
}

type HttpEnvironment = Pick<
  Environment<'captcha'>,
  'DOCUMENTATION_URL' | 'ALLOWED_ORIGINS' | 'SCHEME'
>;

export const buildHttpSettings = ({
  DOCUMENTATION_URL,
  ALLOWED_ORIGINS,
  SCHEME,
}: HttpEnvironment): HttpSettings => ({
  documentationUrl: DOCUMENTATION_URL,
  allowedOrigins: ALLOWED_ORIGINS,
  scheme: SCHEME,
});
