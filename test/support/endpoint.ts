import { type RouteName, routeOf } from '../../contract/routes/index.ts';
import type { UseCase } from '../../functions/core/use-case.ts';
import {
  createEndpoint as createServed,
  type EndpointPorts,
  type Handler,
  type HttpSettings,
} from '../../functions/http/endpoint.ts';

/** Creates the endpoint of a route by its name. */
export const createEndpoint = <N extends RouteName, Ports>(
  name: N,
  useCase: UseCase<N, Ports>,
  ports: Ports & EndpointPorts<N>,
  settings: HttpSettings,
): Handler => createServed({ name, route: routeOf(name), useCase }, ports, settings);
