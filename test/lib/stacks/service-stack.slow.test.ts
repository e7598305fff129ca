import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { ENVIRONMENT, type FunctionName } from '../../../contract/environment.ts';
import { HTTP_FUNCTIONS } from '../../../contract/routes/index.ts';
import { DEFAULT_FUNCTIONS, findHttpFunctions } from '../service-template.ts';
import { synthesise, toText } from '../synthesised.ts';

const { service } = synthesise('prod');

/** Functions of the service that queues call. */
const QUEUE_FUNCTIONS: FunctionName[] = ['revalidate', 'user-events'];

test('has every function that serves a route, once', () => {
  expect(findHttpFunctions(service).map(({ name }) => name)).toEqual(
    expect.arrayContaining(DEFAULT_FUNCTIONS),
  );
  service.resourceCountIs(
    'AWS::Lambda::Function',
    DEFAULT_FUNCTIONS.length + QUEUE_FUNCTIONS.length,
  );
});

test('has every function of the contract, except those of other stacks', () => {
  const ofOtherStacks: FunctionName[] = ['authorizer', 'rotate-keys', 'custom-message'];
  const ofStagesWithMail: FunctionName[] = ['notices'];
  expect(Object.keys(ENVIRONMENT).toSorted()).toEqual(
    [...HTTP_FUNCTIONS, ...QUEUE_FUNCTIONS, ...ofOtherStacks, ...ofStagesWithMail].toSorted(),
  );
});

test('outputs the default URL of the API, which ends in /api', () => {
  service.hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'api',
    TracingEnabled: true,
  });
  expect(
    toText((service.toJSON().Outputs as Record<string, { Value: unknown }>).ApiUrl?.Value),
  ).toMatch(/^https:.*execute-api.*\/\$\{.*Stageapi\w*\}$/);
});

test('has no firewall and no traces if the settings of an emulator turn them off', () => {
  const bare = synthesise('sandbox', { tracing: false, rotationSchedule: false, waf: false });
  bare.service.resourceCountIs('AWS::WAFv2::WebACL', 0);
  bare.service.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: false });
  bare.service.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: Match.absent() });
  expect(JSON.stringify(bare.service.toJSON())).not.toContain('xray:');
});
