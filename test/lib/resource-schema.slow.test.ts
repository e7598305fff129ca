import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import { STAGE_NAMES, type StageName } from '../../lib/config/stages.ts';
import { OneOrigin } from '../../lib/constructs/one-origin.ts';
import { findSchemaErrors } from './resource-schema.ts';
import { CONTEXT, configOf } from './synthesised.ts';

const domain = {
  name: 'auth.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
  hostedZone: { id: 'Z0123456789', name: 'example.com' },
};

const stages: [string, StageName, Partial<StageConfig>][] = [
  ...STAGE_NAMES.map((name): [string, StageName, object] => [name, name, {}]),
  ['a stage behind a CDN', 'prod', { clientIp: 'cloudfront' }],
  ['a stage with a domain', 'prod', { domain }],
  [
    'a stage on an emulator',
    'sandbox',
    { waf: false, monitoring: false, rotationSchedule: false, tracing: false, scheme: 'http' },
  ],
  [
    'a stage with every setting turned the other way',
    'dev',
    {
      retainData: true,
      allowTestUser: false,
      allowedOrigins: ['https://app.example.com'],
      documentationUrl: 'https://docs.example.com/errors',
      clientIp: 'cloudfront',
      featurePlan: 'ESSENTIALS',
      mail: { from: 'no-reply@example.com', name: 'Example' },
      domain,
      logRetention: 30,
      alarmEmail: 'ops@example.com',
      concurrency: { login: { reserved: 5, provisioned: 2 } },
      waf: { login: 100, refresh: 200, session: 300, other: 400 },
      rotationSchedule: false,
      tracing: false,
    },
  ],
];

/** The templates of a stage, and of a site in front of it if it is behind a CDN. */
function synthesise(name: StageName, changed: Partial<StageConfig>) {
  const app = new App({ context: CONTEXT });
  const config = configOf(name, changed);
  const { account, foundation, service } = addChordianAuth(app, { name, config });
  const stacks: Stack[] = [account, foundation, service];
  if (config.clientIp === 'cloudfront') {
    const site = new Stack(app, 'Site');
    new OneOrigin(site, 'Web', {
      api: service.api.api,
      backend: foundation.backend,
      site: new HttpOrigin('site.example.com'),
    });
    stacks.push(site);
  }
  return stacks.map((stack) => Template.fromStack(stack).toJSON() as Json);
}

type Json = Parameters<typeof findSchemaErrors>[0];

test.each(stages)('every resource of %s is as AWS specifies it', (_, name, changed) => {
  const templates = synthesise(name, changed);
  expect(templates.flatMap(findSchemaErrors)).toEqual([]);
  expect(templates.flatMap(({ Resources }) => Object.keys(Resources)).length).toBeGreaterThan(50);
});

describe('a planted mistake is found', () => {
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
  };
  const rule = {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      DefaultAction: { Allow: {} },
      Scope: 'REGIONAL',
      VisibilityConfig: {
        CloudWatchMetricsEnabled: true,
        MetricName: 'x',
        SampledRequestsEnabled: false,
      },
    },
  };
  const plant = ({ Type, Properties }: typeof table | typeof rule, extra: object) =>
    findSchemaErrors({ Resources: { Planted: { Type, Properties: { ...Properties, ...extra } } } });

  test('none in what is right', () => {
    expect([...plant(table, {}), ...plant(rule, {})]).toEqual([]);
  });
  test('an unknown property', () => {
    expect(plant(table, { Billing: 'x' })).toEqual([
      expect.stringContaining('unknown property Billing'),
    ]);
  });
  test('an unknown property of an inner type', () => {
    expect(plant(rule, { DefaultAction: { Alow: {} } })).toEqual([
      expect.stringContaining('DefaultAction has the unknown property Alow'),
    ]);
  });
  test('a missing property', () => {
    const planted = plant(rule, { VisibilityConfig: { MetricName: 'x' } });
    expect(planted.toSorted()).toEqual([
      expect.stringContaining('must have the property CloudWatchMetricsEnabled'),
      expect.stringContaining('must have the property SampledRequestsEnabled'),
    ]);
  });
  test('a value that is not allowed', () => {
    const one = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
    expect(
      findSchemaErrors({
        Resources: { One: { ...one, Properties: { SecurityPolicy: 'TLS_0' } } },
      }).concat(plant(rule, { OnSourceDDoSProtectionConfig: { ALBLowReputationMode: 'x' } })),
    ).toEqual(expect.arrayContaining([expect.stringContaining('must be one of')]));
  });
  test('a wrong type', () => {
    expect(plant(table, { DeletionProtectionEnabled: 'yes' })).toEqual([
      expect.stringContaining('DeletionProtectionEnabled must be of the type boolean'),
    ]);
    expect(plant(table, { TableName: ['x'] })).toEqual([
      expect.stringContaining('TableName must be of the type string'),
    ]);
  });
  test('an unknown type of resource', () => {
    expect(findSchemaErrors({ Resources: { X: { Type: 'AWS::DynamoDB::Tabel' } } })).toEqual([
      'X: AWS::DynamoDB::Tabel is not a resource type of AWS',
    ]);
  });
});
