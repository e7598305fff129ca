import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { STAGE_TAG, type Stage } from './config.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** Both stacks of a stage. */
export function chordianAuth(scope: Construct, { name, config }: Stage) {
  Tags.of(scope).add(STAGE_TAG, name);
  const foundation = new FoundationStack(scope, `ChordianAuth-${name}-Foundation`, {
    config,
    description: 'Chordian Auth: users, sessions, keys',
  });
  const service = new ServiceStack(scope, `ChordianAuth-${name}-Service`, {
    config,
    backend: foundation.backend,
    description: 'Chordian Auth: the API',
  });
  service.addStackDependency(foundation); // also for what no reference shows: the account's log role, the first key
  return { foundation, service };
}
