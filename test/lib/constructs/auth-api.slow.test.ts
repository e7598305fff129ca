import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { TIMEOUTS } from '../../../contract/limits.ts';
import { ROUTES } from '../../../contract/routes/index.ts';
import { AuthApi } from '../../../lib/constructs/auth-api.ts';
import { DEFAULT_ROUTE_NAMES, listMethods } from '../service-template.ts';
import { configOf, createEmptyStack, findResources, getOnly, synthesise } from '../synthesised.ts';

const { service } = synthesise('prod');

describe('routes', () => {
  test('the API has the routes of the contract and no others', () => {
    expect(listMethods(service)).toEqual(
      DEFAULT_ROUTE_NAMES.map((name) => `${ROUTES[name].method} ${ROUTES[name].path}`).toSorted(),
    );
  });

  test('a new route has its function and its limits', () => {
    const stack = createEmptyStack();
    const handler = new LambdaFunction(stack, 'Whoami', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('0'),
    });
    const throttle = { rate: 1, burst: 2 };
    const route = { method: 'GET', path: '/auth/whoami', throttle } as const;
    new AuthApi(stack, 'Api', {
      config: configOf('dev'),
      endpoints: [{ route, handler }],
    });
    const template = Template.fromStack(stack);
    expect(listMethods(template)).toEqual(['GET /auth/whoami']);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          HttpMethod: 'GET',
          ResourcePath: '/~1auth~1whoami',
          ThrottlingRateLimit: 1,
          ThrottlingBurstLimit: 2,
        }),
      ]),
    });
  });

  test.each(DEFAULT_ROUTE_NAMES)('%s has the limits of its route', (name) => {
    const { rate, burst } = ROUTES[name].throttle;
    service.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          HttpMethod: ROUTES[name].method,
          ResourcePath: `/${ROUTES[name].path.replaceAll('/', '~1')}`,
          ThrottlingRateLimit: rate,
          ThrottlingBurstLimit: burst,
        }),
      ]),
    });
  });

  test('an integration has the longest time-out that API Gateway allows', () => {
    for (const { Properties } of Object.values(findResources(service, 'AWS::ApiGateway::Method'))) {
      expect(Properties).toMatchObject({
        Integration: { Type: 'AWS_PROXY', TimeoutInMillis: TIMEOUTS.gateway * 1_000 },
      });
    }
  });
});

test('no method has metrics of its own, which nothing would read', () => {
  const stage = getOnly(findResources(service, 'AWS::ApiGateway::Stage')).Properties;
  expect(JSON.stringify(stage.MethodSettings)).not.toContain('"MetricsEnabled":true');
});

test('the access log is JSON and contains nothing that a client wrote', () => {
  const stage = getOnly(findResources(service, 'AWS::ApiGateway::Stage')).Properties;
  const { Format } = stage.AccessLogSetting as { Format: string };
  expect(JSON.parse(Format)).toMatchObject({
    request_id: '$context.extendedRequestId',
    status: '$context.status',
  });
  expect(Format).not.toMatch(
    /header|querystring|userAgent|context\.path|error\.message|authorizer|requestOverride/i,
  );
  expect(JSON.stringify(stage.MethodSettings)).not.toMatch(
    /"DataTraceEnabled":true|"LoggingLevel":"(?!OFF)/,
  );
});

describe('deployments', () => {
  const deploymentOf = (template: Template) =>
    Object.keys(findResources(template, 'AWS::ApiGateway::Deployment'))[0];
  const unchanged = deploymentOf(synthesise('dev').service);

  test('the deployment stays the same if the API does not change', () => {
    expect(deploymentOf(synthesise('dev').service)).toBe(unchanged);
  });

  test.each([
    ['a gateway response', { documentationUrl: 'https://docs.example.com/errors' }],
    ['a preflight', { allowedOrigins: ['https://app.example.com'] }],
    ['the target of a route', { concurrency: { login: { provisioned: 1 } } }],
  ])('there is a new deployment if %s changes', (_, changed) => {
    expect(deploymentOf(synthesise('dev', changed).service)).not.toBe(unchanged);
  });

  test('the deployment depends on every method and every gateway response', () => {
    const { DependsOn } = getOnly(findResources(service, 'AWS::ApiGateway::Deployment'));
    const parts = ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap((type) =>
      Object.keys(findResources(service, type)),
    );
    expect(DependsOn).toEqual(expect.arrayContaining(parts));
  });
});
