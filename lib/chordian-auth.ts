import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ROUTES, type RouteTable } from '../contract/routes/index.ts';
import { STAGE_TAG, type Stage } from './config/stages.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** Adds both stacks of a stage to `scope`. `routes` defaults to the routes of the contract. */
export function addChordianAuth(
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
  // No reference covers the account's log role and the first key, so the order is set here.
  service.addStackDependency(foundation);
  return { foundation, service };
}
