import { describe, expect, test } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ProtectedApiStack } from '../../examples/protected-api/protected-api-stack.ts';
import { chordianAuth } from '../../lib/chordian-auth.ts';
import { Keyring } from '../../lib/constructs/keyring.ts';
import { Sessions } from '../../lib/constructs/sessions.ts';
import { SessionAuthorizer } from '../../lib/session-authorizer.ts';
import { CONTEXT, configOf, emptyStack, only, resources, text } from './synthesised.ts';

const config = configOf('dev');
const app = new App({ context: CONTEXT });
const stacks = chordianAuth(app, { name: 'dev', config });
const template = Template.fromStack(new ProtectedApiStack(app, 'Example', { backend: stacks.foundation.backend, config }));
const service = Template.fromStack(stacks.service);

describe('somebody else’s API', () => {
  test('asks the authorizer on every request: a revoked session must die now', () => {
    template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: Match.absent(),
    });
    const authorizer = Object.keys(resources(template, 'AWS::ApiGateway::Authorizer'))[0];
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'GET',
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizer },
    });
  });

  test('answers with the same gateway responses as ours', () => {
    const answers = (of: Template) =>
      Object.values(resources(of, 'AWS::ApiGateway::GatewayResponse')).map(({ Properties: { RestApiId, ...answer } }) => answer);
    expect(answers(template)).toEqual(answers(service));
  });

  test('has a function that may read sessions and the keyring, and nothing else', () => {
    const policy = only(resources(template, 'AWS::IAM::Policy')).Properties.PolicyDocument as {
      Statement: { Action: string | string[]; Resource: unknown }[];
    };
    expect(policy.Statement.map(({ Action, Resource }) => [Action, text(Resource)])).toEqual([
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

test('a changed authorizer reaches the stage: its deployment is a new one', () => {
  const deployed = (resultsCacheTtl: Duration) => {
    const stack = emptyStack();
    const api = new RestApi(stack, 'Api');
    const backend = {
      sessions: new Sessions({ tableName: 'sessions', tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions' }),
      keyring: new Keyring('arn:aws:secretsmanager:eu-west-1:123456789012:secret:keyring'),
      tokens: { issuer: 'issuer', audience: 'audience' },
    };
    const authorizer = new SessionAuthorizer(stack, 'Sessions', { api, backend, config, resultsCacheTtl });
    api.root.addMethod('GET', new MockIntegration(), { authorizer });
    return Object.keys(resources(Template.fromStack(stack), 'AWS::ApiGateway::Deployment'))[0];
  };
  expect(deployed(Duration.minutes(1))).not.toBe(deployed(Duration.minutes(2)));
});

test('a cache, where one is wanted, is kept by token', () => {
  const stack = emptyStack();
  const api = new RestApi(stack, 'Api');
  const authorizer = new SessionAuthorizer(stack, 'Sessions', {
    api,
    // From another app: what the foundation made, by name.
    backend: {
      sessions: new Sessions({ tableName: 'sessions', tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions' }),
      keyring: new Keyring('arn:aws:secretsmanager:eu-west-1:123456789012:secret:keyring'),
      tokens: { issuer: 'issuer', audience: 'audience' },
    },
    config,
    resultsCacheTtl: Duration.minutes(1),
  });
  api.root.addMethod('GET', new MockIntegration(), { authorizer });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Authorizer', {
    AuthorizerResultTtlInSeconds: 60,
    IdentitySource: 'method.request.header.Authorization',
  });
});
