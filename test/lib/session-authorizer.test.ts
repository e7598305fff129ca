import { describe, expect, test } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ProtectedApiStack } from '../../examples/protected-api/protected-api-stack.ts';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { TokenKeys } from '../../lib/constructs/keys.ts';
import { RevalidationBus } from '../../lib/constructs/revalidation-bus.ts';
import { Sessions } from '../../lib/constructs/sessions.ts';
import { SessionAuthorizer, type SessionAuthorizerProps } from '../../lib/session-authorizer.ts';
import {
  CONTEXT,
  configOf,
  createEmptyStack,
  findResources,
  getOnly,
  synthesise,
  toText,
} from './synthesised.ts';

const config = configOf('dev');
const app = new App({ context: CONTEXT });
const stacks = addChordianAuth(app, { name: 'dev', config });
const template = Template.fromStack(
  new ProtectedApiStack(app, 'Example', { backend: stacks.foundation.backend, config }),
);
const service = Template.fromStack(stacks.service);

describe('a protected API', () => {
  test('calls the authorizer for every request, so that revocation is immediate', () => {
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: Match.absent(),
    });
    const authorizer = Object.keys(findResources(template, 'AWS::ApiGateway::Authorizer'))[0];
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'GET',
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizer },
    });
  });

  test('has the same gateway responses as the service', () => {
    const responsesOf = (of: Template) =>
      Object.values(findResources(of, 'AWS::ApiGateway::GatewayResponse')).map(
        ({ Properties: { RestApiId, ...response } }) => response,
      );
    expect(responsesOf(template)).toEqual(responsesOf(service));
  });

  test('has an authorizer function that may read only what it needs, and request', () => {
    const policy = getOnly(findResources(template, 'AWS::IAM::Policy')).Properties
      .PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    expect(policy.Statement.map(({ Action, Resource }) => [Action, toText(Resource)])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining('Log')],
      [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'],
      ['secretsmanager:GetSecretValue', expect.stringContaining('RefKeysTokensSecret')],
      ['dynamodb:GetItem', expect.stringContaining('Sessions')],
      ['events:PutEvents', expect.stringContaining('Events')],
    ]);
  });

  test('depends on the foundation and not on the service', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('ChordianAuth-dev-Service');
  });
});

/** Handles on the resources of a foundation that another app deployed. */
const backend = {
  sessions: new Sessions({
    tableName: 'sessions',
    tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions',
  }),
  tokenKeys: new TokenKeys('arn:aws:secretsmanager:eu-west-1:123456789012:secret:tokens'),
  tokens: { issuer: 'issuer', audience: 'audience' },
  revalidations: new RevalidationBus({
    eventBusName: 'bus',
    eventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/bus',
  }),
};

/** Synthesises an API with one protected route. */
function synthesiseProtected(options: Partial<SessionAuthorizerProps>): Template {
  const stack = createEmptyStack();
  const api = new RestApi(stack, 'Api');
  const authorizer = new SessionAuthorizer(stack, 'Sessions', { api, backend, config, ...options });
  api.root.addMethod('GET', new MockIntegration(), { authorizer });
  return Template.fromStack(stack);
}

test.each<[string, Partial<SessionAuthorizerProps>]>([
  ['cache', { resultsCacheTtl: Duration.minutes(1) }],
  ['version', { concurrency: { provisioned: 1 } }],
])('there is a new deployment if the %s of the authorizer changes', (_, changed) => {
  const deploymentOf = (template: Template) =>
    Object.keys(findResources(template, 'AWS::ApiGateway::Deployment'))[0];
  expect(deploymentOf(synthesiseProtected(changed))).not.toBe(
    deploymentOf(synthesiseProtected({})),
  );
});

describe('the audience', () => {
  const tokens = { issuer: 'issuer', audience: 'audience', otherAudiences: ['orders'] };
  const audienceOf = (template: Template) =>
    (
      getOnly(findResources(template, 'AWS::Lambda::Function')).Properties.Environment as {
        Variables: Record<string, unknown>;
      }
    ).Variables.TOKEN_AUDIENCE;

  test('is that of the stage by default, or one of its others', () => {
    expect(audienceOf(synthesiseProtected({ backend: { ...backend, tokens } }))).toBe('audience');
    expect(
      audienceOf(synthesiseProtected({ backend: { ...backend, tokens }, audience: 'orders' })),
    ).toBe('orders');
  });

  test('that no token has is rejected', () => {
    expect(() => synthesiseProtected({ audience: 'orders' })).toThrow(
      'Test/Sessions: audience must be in the setting "tokens" (audience), got "orders".',
    );
  });

  test('of every token includes the others of the stage', () => {
    const { service: withOthers } = synthesise('dev', { tokens });
    const signing = Object.values(findResources(withOthers, 'AWS::Lambda::Function'))
      .map(({ Properties }) => Properties.Environment as { Variables?: Record<string, unknown> })
      .filter((environment) => environment?.Variables?.TOKEN_OTHER_AUDIENCES === 'orders');
    expect(signing).toHaveLength(3); // login, challenge and refresh
  });
});

test('the key of the cache is the token', () => {
  synthesiseProtected({ resultsCacheTtl: Duration.minutes(1) }).hasResourceProperties(
    'AWS::ApiGateway::Authorizer',
    {
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: 'method.request.header.Authorization',
    },
  );
});

describe('executions', () => {
  test('can be reserved and kept warm, and the API may invoke the warm ones', () => {
    const busy = synthesiseProtected({ concurrency: { reserved: 20, provisioned: 2 } });
    busy.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 20 });
    busy.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    const alias = Object.keys(findResources(busy, 'AWS::Lambda::Alias'))[0];
    expect(
      JSON.stringify(
        getOnly(findResources(busy, 'AWS::ApiGateway::Authorizer')).Properties.AuthorizerUri,
      ),
    ).toContain(alias);
    expect(getOnly(findResources(busy, 'AWS::Lambda::Permission')).Properties.FunctionName).toEqual(
      {
        Ref: alias,
      },
    );
  });

  test('there is a new version if a variable changes, so that warm executions have it', () => {
    const synthesiseWarm = (issuer: string) =>
      synthesiseProtected({
        concurrency: { provisioned: 1 },
        backend: { ...backend, tokens: { ...backend.tokens, issuer } },
      });
    const [before, after] = ['one', 'two'].map(
      (issuer) => Object.keys(findResources(synthesiseWarm(issuer), 'AWS::Lambda::Version'))[0],
    );
    expect(after).not.toBe(before);
  });

  test('are not reserved or kept warm by default', () => {
    const plain = synthesiseProtected({});
    plain.resourceCountIs('AWS::Lambda::Alias', 0);
    plain.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test.each<[NonNullable<SessionAuthorizerProps['concurrency']>, RegExp]>([
    [{ reserved: 0 }, /^Test\/Sessions: concurrency.reserved must be a positive integer, got 0\.$/],
    [{ provisioned: 1.5 }, /concurrency.provisioned must be a positive integer, got 1.5/],
    [
      { reserved: 1, provisioned: 2 },
      /concurrency.provisioned must not exceed reserved \(1\), got 2/,
    ],
  ])('%j is rejected', (concurrency, message) => {
    expect(() => synthesiseProtected({ concurrency })).toThrow(message);
  });
});
