import { describe, expect, test } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ProtectedApiStack } from '../../examples/protected-api/protected-api-stack.ts';
import { addChordianAuth } from '../../lib/chordian-auth.ts';
import { Keyring } from '../../lib/constructs/keyring-secret.ts';
import { Sessions } from '../../lib/constructs/sessions.ts';
import { SessionAuthorizer, type SessionAuthorizerProps } from '../../lib/session-authorizer.ts';
import {
  CONTEXT,
  configOf,
  createEmptyStack,
  findResources,
  getOnly,
  toText,
} from './synthesised.ts';

const config = configOf('dev');
const app = new App({ context: CONTEXT });
const stacks = addChordianAuth(app, { name: 'dev', config });
const template = Template.fromStack(
  new ProtectedApiStack(app, 'Example', { backend: stacks.foundation.backend, config }),
);
const service = Template.fromStack(stacks.service);

describe('somebody else’s API', () => {
  test('asks the authorizer on every request: a revoked session must die now', () => {
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

  test('answers with the same gateway responses as ours', () => {
    const answers = (of: Template) =>
      Object.values(findResources(of, 'AWS::ApiGateway::GatewayResponse')).map(
        ({ Properties: { RestApiId, ...answer } }) => answer,
      );
    expect(answers(template)).toEqual(answers(service));
  });

  test('has a function that may read sessions and the keyring, and nothing else', () => {
    const policy = getOnly(findResources(template, 'AWS::IAM::Policy')).Properties
      .PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    expect(policy.Statement.map(({ Action, Resource }) => [Action, toText(Resource)])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining('Log')],
      [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'],
      ['secretsmanager:GetSecretValue', expect.stringContaining('RefKeyringSecret')],
      ['dynamodb:GetItem', expect.stringContaining('Sessions')],
    ]);
  });

  test('depends on the foundation alone, so that the service can go', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('ChordianAuth-dev-Service');
  });
});

/** From another app: what the foundation made, by name. */
const backend = {
  sessions: new Sessions({
    tableName: 'sessions',
    tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions',
  }),
  keyring: new Keyring('arn:aws:secretsmanager:eu-west-1:123456789012:secret:keyring'),
  tokens: { issuer: 'issuer', audience: 'audience' },
};

/** An API of another app with one protected route. */
function protectedBy(options: Partial<SessionAuthorizerProps>): Template {
  const stack = createEmptyStack();
  const api = new RestApi(stack, 'Api');
  const authorizer = new SessionAuthorizer(stack, 'Sessions', { api, backend, config, ...options });
  api.root.addMethod('GET', new MockIntegration(), { authorizer });
  return Template.fromStack(stack);
}

test.each<[string, Partial<SessionAuthorizerProps>]>([
  ['cache', { resultsCacheTtl: Duration.minutes(1) }],
  ['version', { concurrency: { provisioned: 1 } }],
])(
  'a changed authorizer reaches the stage, by its %s: the deployment is a new one',
  (_, changed) => {
    const deployed = (template: Template) =>
      Object.keys(findResources(template, 'AWS::ApiGateway::Deployment'))[0];
    expect(deployed(protectedBy(changed))).not.toBe(deployed(protectedBy({})));
  },
);

test('a cache, where one is wanted, is kept by token', () => {
  protectedBy({ resultsCacheTtl: Duration.minutes(1) }).hasResourceProperties(
    'AWS::ApiGateway::Authorizer',
    {
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: 'method.request.header.Authorization',
    },
  );
});

describe('executions', () => {
  test('can be reserved and kept warm: the gateway then asks those that are warm, and may', () => {
    const busy = protectedBy({ concurrency: { reserved: 20, provisioned: 2 } });
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

  test('those that are warm have today’s variables', () => {
    const warm = (issuer: string) =>
      protectedBy({
        concurrency: { provisioned: 1 },
        backend: { ...backend, tokens: { ...backend.tokens, issuer } },
      });
    const [before, after] = ['one', 'two'].map(
      (issuer) => Object.keys(findResources(warm(issuer), 'AWS::Lambda::Version'))[0],
    );
    expect(after).not.toBe(before);
  });

  test('are neither unless said', () => {
    const plain = protectedBy({});
    plain.resourceCountIs('AWS::Lambda::Alias', 0);
    plain.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test.each<[NonNullable<SessionAuthorizerProps['concurrency']>, RegExp]>([
    [{ reserved: 0 }, /^Test\/Sessions: concurrency.reserved must be a whole number above 0\.$/],
    [{ provisioned: 1.5 }, /concurrency.provisioned must be a whole number above 0/],
    [
      { reserved: 1, provisioned: 2 },
      /concurrency.provisioned must not exceed the reserved executions/,
    ],
  ])('%j is refused in a sentence', (concurrency, sentence) => {
    expect(() => protectedBy({ concurrency })).toThrow(sentence);
  });
});
