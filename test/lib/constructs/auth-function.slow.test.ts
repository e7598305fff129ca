import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { ENVIRONMENT } from '../../../contract/environment.ts';
import { TIMEOUTS } from '../../../contract/limits.ts';
import type { HttpFunction } from '../../../contract/routes/index.ts';
import { AuthFunction } from '../../../lib/constructs/auth-function.ts';
import { findHttpFunctions } from '../service-template.ts';
import { configOf, createEmptyStack, findResources, synthesise } from '../synthesised.ts';

const { service } = synthesise('prod');

describe.each(findHttpFunctions(service))('$name', ({ name, properties }) => {
  test('runs on Node 24 and arm64, and times out before API Gateway does', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: TIMEOUTS.function,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
    expect(properties.Timeout).toBeLessThan(TIMEOUTS.gateway);
  });

  test('has only variables that the contract lists for it', () => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    const shape = ENVIRONMENT[name as HttpFunction].shape as Record<string, unknown>;
    expect([...Object.keys(shape), 'SERVICE_NAME']).toEqual(
      expect.arrayContaining(Object.keys(Variables)),
    );
  });
});

test('synthesis fails if a variable is missing or not read', () => {
  const stack = createEmptyStack();
  const config = configOf('dev');
  const fn = new AuthFunction(stack, 'Fn', { functionKey: 'session', description: '', config });
  fn.addVariables({ TOKEN_KEYS_SECRET_ID: 'k', ATTEMPTS_TABLE: 't' });
  expect(fn.node.validate()).toEqual(['session does not read ATTEMPTS_TABLE']);
  const other = new AuthFunction(stack, 'Other', {
    functionKey: 'captcha',
    description: '',
    config,
  });
  expect(other.node.validate()).toEqual([
    'captcha: missing or invalid environment variables: SERVICE_KEYS_SECRET_ID',
  ]);
});

test('logs are kept for the retention of the stage', () => {
  service.allResourcesProperties('AWS::Logs::LogGroup', {
    RetentionInDays: configOf('prod').logRetention,
  });
});

test('executions can be reserved and kept warm', () => {
  const busy = synthesise('dev', {
    concurrency: { login: { reserved: 50, provisioned: 5 } },
  }).service;
  busy.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 50 });
  busy.hasResourceProperties('AWS::Lambda::Alias', {
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 },
  });
  const alias = Object.keys(findResources(busy, 'AWS::Lambda::Alias'))[0];
  const uris = Object.values(findResources(busy, 'AWS::ApiGateway::Method')).map(({ Properties }) =>
    JSON.stringify(Properties.Integration),
  );
  expect(uris.filter((uri) => uri.includes(String(alias)))).toHaveLength(1);
});

test('executions are not reserved by default', () => {
  service.allResources(
    'AWS::Lambda::Function',
    Match.objectLike({ Properties: { ReservedConcurrentExecutions: Match.absent() } }),
  );
});
