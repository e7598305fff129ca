import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ROUTES, type RouteTable } from '../contract/routes/index.ts';
import { STAGE_TAG, type Stage } from './config/stages.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** Both stacks of a stage. `routes` defaults to those of the contract. */
export function chordianAuth(
  scope: Construct,
  { name, config }: Stage,
  { routes = ROUTES }: { routes?: RouteTable } = {},
) {
  Tags.of(scope).add(STAGE_TAG, name);
  const foundation = new FoundationStack(scope, `ChordianAuth-${name}-Foundation`, {
    config,
    description: 'Chordian Auth: users, sessions, keys',
  });
  const service = new ServiceStack(scope, `ChordianAuth-${name}-Service`, {
    config,
    backend: foundation.backend,
    routes,
    description: 'Chordian Auth: the API',
  });
  // Also for what no reference shows: the account's log role, the first key.
  service.addStackDependency(foundation);
  return { foundation, service };
}
