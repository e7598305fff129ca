import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ROUTES, type RouteTable } from '../contract/routes/index.ts';
import { STAGE_TAG, type Stage } from './config/stages.ts';
import { AccountStack } from './stacks/account-stack.ts';
import { FoundationStack } from './stacks/foundation-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/**
 * Adds both stacks of a stage to `scope`, and the stack of the account that all stages share.
 * `routes` defaults to the routes of the contract.
 */
export function addChordianAuth(
  scope: Construct,
  { name, config }: Stage,
  { routes = ROUTES }: { routes?: RouteTable } = {},
) {
  const foundation = new FoundationStack(scope, `ChordianAuth-${name}-Foundation`, {
    config,
    description: 'Chordian Auth: users, sessions, keys',
  });
  const service = new ServiceStack(scope, `ChordianAuth-${name}-Service`, {
    config,
    backend: foundation.backend,
    alarmTopicArn: foundation.alarmTopicArn,
    routes,
    description: 'Chordian Auth: the API',
  });
  const account = findAccount(scope);
  // No reference covers the account's log role and the first key, so the order is set here.
  service.addStackDependency(account);
  service.addStackDependency(foundation);
  for (const stack of [foundation, service]) Tags.of(stack).add(STAGE_TAG, name);
  return { account, foundation, service };
}

/** An app may have several stages. The stack of the account is the same for all of them. */
const findAccount = (scope: Construct): AccountStack =>
  (scope.node.tryFindChild(AccountStack.id) as AccountStack | undefined) ??
  new AccountStack(scope, AccountStack.id, {
    description: 'Chordian Auth: settings of the account and region',
  });
