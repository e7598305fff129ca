import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { EXPOSED_HEADERS } from '../../../contract/envelope.ts';
import { ENVIRONMENT, type FunctionName } from '../../../contract/environment.ts';
import { TIMEOUTS } from '../../../contract/limits.ts';
import { ROUTE_NAMES, ROUTES, type RouteName } from '../../../contract/routes/index.ts';
import { AuthApi } from '../../../lib/constructs/auth-api.ts';
import { AuthFunction } from '../../../lib/constructs/auth-function.ts';
import {
  configOf,
  createEmptyStack,
  findResources,
  getOnly,
  type Resource,
  synthesise,
  toText,
} from '../synthesised.ts';

const { service } = synthesise('prod');

/** The functions of routes, by their key. */
const functionsOf = (template: Template) =>
  Object.entries(findResources(template, 'AWS::Lambda::Function')).map(([id, { Properties }]) => {
    const route = ROUTE_NAMES.find((name) => id.toLowerCase().startsWith(name));
    return { id, route, properties: Properties };
  });

/** `POST /auth/login` for each method of the template. */
function methodsOf(template: Template): string[] {
  const tree = findResources(template, 'AWS::ApiGateway::Resource');
  const pathOf = (id: string): string => {
    const { ParentId, PathPart } = (tree[id] as Resource).Properties as {
      ParentId: { Ref?: string };
      PathPart: string;
    };
    return `${ParentId.Ref ? pathOf(ParentId.Ref) : ''}/${PathPart}`;
  };
  return Object.values(findResources(template, 'AWS::ApiGateway::Method'))
    .map(
      ({ Properties }) =>
        `${Properties.HttpMethod} ${pathOf((Properties.ResourceId as { Ref: string }).Ref)}`,
    )
    .toSorted();
}

describe('functions', () => {
  test('there is one per route', () => {
    expect(functionsOf(service).map(({ route }) => route)).toEqual(
      expect.arrayContaining([...ROUTE_NAMES]),
    );
    service.resourceCountIs('AWS::Lambda::Function', ROUTE_NAMES.length);
  });

  test.each(functionsOf(service))(
    '$route runs on Node 24, arm64, and ends before the gateway gives up',
    ({ properties }) => {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: TIMEOUTS.function,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
      expect(properties.Timeout).toBeLessThan(TIMEOUTS.gateway);
    },
  );

  test.each(functionsOf(service))(
    '$route gets the variables that it reads and no other',
    ({ route, properties }) => {
      const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
      const shape = ENVIRONMENT[route as RouteName].shape as Record<string, unknown>;
      expect([...Object.keys(shape), 'POWERTOOLS_SERVICE_NAME']).toEqual(
        expect.arrayContaining(Object.keys(Variables)),
      );
    },
  );

  test('a variable that is missing, or that nobody reads, fails synth', () => {
    const stack = createEmptyStack();
    const fn = new AuthFunction(stack, 'Fn', {
      functionKey: 'session',
      description: '',
      config: configOf('dev'),
    });
    fn.addVariables({ KEYRING_SECRET_ID: 'k', ATTEMPTS_TABLE: 't' });
    expect(fn.node.validate()).toEqual(['session does not read ATTEMPTS_TABLE']);
    const other = new AuthFunction(stack, 'Other', {
      functionKey: 'captcha',
      description: '',
      config: configOf('dev'),
    });
    expect(other.node.validate()).toEqual([
      'captcha: missing or invalid environment variables: KEYRING_SECRET_ID',
    ]);
  });

  test('logs are kept as long as the stage says', () => {
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
    const uris = Object.values(findResources(busy, 'AWS::ApiGateway::Method')).map(
      ({ Properties }) => JSON.stringify(Properties.Integration),
    );
    expect(uris.filter((uri) => uri.includes(String(alias)))).toHaveLength(1);
    service.allResources(
      'AWS::Lambda::Function',
      Match.objectLike({ Properties: { ReservedConcurrentExecutions: Match.absent() } }),
    );
  });
});

describe('least privilege: each function, action by action', () => {
  const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const TRACE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
  const READ = 'secretsmanager:GetSecretValue';
  const own = (route: RouteName) => `\${${functionLog(route)}.Arn}`;
  const functionLog = (route: RouteName) =>
    Object.keys(findResources(service, 'AWS::Logs::LogGroup')).find((id) =>
      id.toLowerCase().startsWith(`${route}log`),
    );

  const allowed: Record<RouteName, Record<string, string[]>> = {
    login: {
      keyring: [READ],
      clientSecret: [READ],
      sessions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      attempts: [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
    },
    refresh: {
      keyring: [READ],
      clientSecret: [READ],
      sessions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
    },
    logout: { keyring: [READ], clientSecret: [READ], sessions: ['dynamodb:DeleteItem'] },
    session: { keyring: [READ], sessions: ['dynamodb:GetItem'] },
    captcha: { keyring: [READ] },
  };
  const resourceNames: [RegExp, string][] = [
    [/RefKeyringSecret/, 'keyring'],
    [/RefUsersClientSecret/, 'clientSecret'],
    [/Sessions\w+Arn/, 'sessions'],
    [/Attempts\w+Arn/, 'attempts'],
  ];
  const nameOf = (resource: string) =>
    resourceNames.find(([pattern]) => pattern.test(resource))?.[1] ?? resource;

  test.each(ROUTE_NAMES)('%s', (route) => {
    const policies = Object.entries(findResources(service, 'AWS::IAM::Policy')).filter(([id]) =>
      id.toLowerCase().startsWith(route),
    );
    const { Statement } = getOnly(Object.fromEntries(policies)).Properties.PolicyDocument as {
      Statement: { Effect: string; Action: string | string[]; Resource: unknown }[];
    };
    const actual: Record<string, string[]> = {};
    for (const { Effect, Action, Resource } of Statement) {
      expect(Effect).toBe('Allow');
      for (const name of [Resource].flat().map((resource) => nameOf(toText(resource)))) {
        actual[name] = [...(actual[name] ?? []), ...[Action].flat()].toSorted();
      }
    }
    expect(actual).toEqual({ ...allowed[route], [own(route)]: LOG, '*': TRACE });
  });

  test('no role has a managed policy', () => {
    for (const { Properties } of Object.values(findResources(service, 'AWS::IAM::Role'))) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('an origin secret is read by login alone', () => {
    const behindCdn = synthesise('dev', { clientIp: 'cloudfront' }).service;
    const readers = Object.entries(findResources(behindCdn, 'AWS::IAM::Policy')).filter(
      ([, policy]) => JSON.stringify(policy).includes('OriginSecret'),
    );
    expect(readers.map(([id]) => id)).toEqual([expect.stringMatching(/^Login/)]);
  });
});

describe('the API', () => {
  test('has the routes of the table and no other', () => {
    expect(methodsOf(service)).toEqual(
      ROUTE_NAMES.map((name) => `${ROUTES[name].method} ${ROUTES[name].path}`).toSorted(),
    );
  });

  test('a new route reaches the template with its function and its limit', () => {
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
    expect(methodsOf(template)).toEqual(['GET /auth/whoami']);
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

  test('is published under /api, also by its default name', () => {
    service.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'api',
      TracingEnabled: true,
    });
    expect(
      toText((service.toJSON().Outputs as Record<string, { Value: unknown }>).ApiUrl?.Value),
    ).toMatch(/^https:.*execute-api.*\/\$\{.*Stageapi\w*\}$/);
  });

  test.each(ROUTE_NAMES)('%s is throttled as the limits say', (name) => {
    const { rate, burst } = ROUTES[name].throttle;
    service.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          HttpMethod: ROUTES[name].method,
          ResourcePath: `/${ROUTES[name].path.replaceAll('/', '~1')}`,
          ThrottlingRateLimit: rate,
          ThrottlingBurstLimit: burst,
          MetricsEnabled: true,
        }),
      ]),
    });
  });

  test('waits for a function up to the gateway’s own limit', () => {
    for (const { Properties } of Object.values(findResources(service, 'AWS::ApiGateway::Method'))) {
      expect(Properties).toMatchObject({
        Integration: { Type: 'AWS_PROXY', TimeoutInMillis: TIMEOUTS.gateway * 1_000 },
      });
    }
  });

  test('logs each access as JSON, and nothing that a client wrote', () => {
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
});

describe('a change reaches the stage: its deployment is a new one', () => {
  const deploymentOf = (template: Template) =>
    Object.keys(findResources(template, 'AWS::ApiGateway::Deployment'))[0];

  test('the same API, the same deployment', () => {
    expect(deploymentOf(synthesise('dev').service)).toBe(deploymentOf(synthesise('dev').service));
  });

  test.each([
    ['what the gateway says', { documentationUrl: 'https://docs.example.com/errors' }],
    ['a preflight', { allowedOrigins: ['https://app.example.com'] }],
    ['where a route leads', { concurrency: { login: { provisioned: 1 } } }],
  ])('%s', (_, changed) => {
    expect(deploymentOf(synthesise('dev', changed).service)).not.toBe(
      deploymentOf(synthesise('dev').service),
    );
  });

  test('it waits for every method and every gateway response', () => {
    const { DependsOn } = getOnly(findResources(service, 'AWS::ApiGateway::Deployment'));
    const parts = ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap((type) =>
      Object.keys(findResources(service, type)),
    );
    expect(DependsOn).toEqual(expect.arrayContaining(parts));
  });
});

describe('CORS', () => {
  const origin = 'https://app.example.com';

  test('no origin configured, no preflight answered', () => {
    expect(methodsOf(service).filter((method) => method.startsWith('OPTIONS'))).toEqual([]);
  });

  test('configured origins may call every route with credentials', () => {
    const open = synthesise('dev', { allowedOrigins: [origin] }).service;
    const preflights = Object.values(findResources(open, 'AWS::ApiGateway::Method')).filter(
      ({ Properties }) => Properties.HttpMethod === 'OPTIONS',
    );
    expect(preflights).toHaveLength(ROUTE_NAMES.length);
    for (const { Properties } of preflights) {
      const [{ ResponseParameters: headers }] = (
        Properties.Integration as {
          IntegrationResponses: [{ ResponseParameters: Record<string, string> }];
        }
      ).IntegrationResponses;
      expect(headers).toMatchObject({
        'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
        'method.response.header.Access-Control-Allow-Credentials': "'true'",
        'method.response.header.Access-Control-Allow-Headers': "'Authorization,Content-Type'",
        'method.response.header.Access-Control-Expose-Headers': `'${EXPOSED_HEADERS.join(',')}'`,
        'method.response.header.Vary': "'Origin'",
      });
    }
    for (const { properties } of functionsOf(open)) {
      expect(properties).toMatchObject({ Environment: { Variables: { ALLOWED_ORIGINS: origin } } });
    }
  });
});

describe('CORS for several origins', () => {
  const origins = ['https://app.example.com', 'https://admin.example.com'];
  test('each gets its own name back: the first unless the preflight’s template finds another', () => {
    const open = synthesise('dev', { allowedOrigins: origins }).service;
    for (const { Properties } of Object.values(findResources(open, 'AWS::ApiGateway::Method'))) {
      if (Properties.HttpMethod !== 'OPTIONS') continue;
      const [{ ResponseParameters: headers, ResponseTemplates: templates }] = (
        Properties.Integration as {
          IntegrationResponses: [
            {
              ResponseParameters: Record<string, string>;
              ResponseTemplates: Record<string, string>;
            },
          ];
        }
      ).IntegrationResponses;
      expect(headers['method.response.header.Access-Control-Allow-Origin']).toBe(`'${origins[0]}'`);
      expect(headers['method.response.header.Vary']).toBe("'Origin'");
      expect(templates['application/json']).toContain(`#if($origin == "${origins[1]}")`);
      expect(templates['application/json']).toContain(
        '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      );
    }
  });

  test('the functions know them all', () => {
    for (const { properties } of functionsOf(
      synthesise('dev', { allowedOrigins: origins }).service,
    )) {
      expect(properties).toMatchObject({
        Environment: { Variables: { ALLOWED_ORIGINS: origins.join(',') } },
      });
    }
  });
});

describe('options', () => {
  test('a domain of its own keeps the published paths', () => {
    const named = synthesise('dev', {
      domain: {
        name: 'auth.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
        hostedZone: { id: 'Z0123456789', name: 'example.com' },
      },
    }).service;
    named.hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'api' });
    named.hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'TLS_1_2',
      RegionalCertificateArn: Match.anyValue(),
    });
    named.resourceCountIs('AWS::Route53::RecordSet', 2);
    // What the AAAA record points at must answer there.
    named.hasResourceProperties('AWS::ApiGateway::DomainName', {
      EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
    });
    named.hasOutput('ApiUrl', { Value: 'https://auth.example.com/api' });
    expect(Object.keys(named.toJSON().Outputs)).not.toContain('DomainTarget');
  });

  test('where the zone is somebody else’s, an output says what the record must point at', () => {
    const named = synthesise('dev', {
      domain: {
        name: 'auth.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
      },
    }).service;
    named.resourceCountIs('AWS::Route53::RecordSet', 0);
    const domainName = Object.keys(findResources(named, 'AWS::ApiGateway::DomainName'))[0];
    named.hasOutput('DomainTarget', {
      Value: { 'Fn::GetAtt': [domainName, 'RegionalDomainName'] },
    });
  });

  test('an emulator’s stage has neither firewall, schedule nor traces', () => {
    const bare = synthesise('sandbox', { tracing: false, rotationSchedule: false, waf: false });
    bare.service.resourceCountIs('AWS::WAFv2::WebACL', 0);
    bare.service.hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: false });
    bare.service.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: Match.absent() });
    expect(JSON.stringify(bare.service.toJSON())).not.toContain('xray:');
  });

  test('names every function that the contract has an environment for', () => {
    const elsewhere: FunctionName[] = ['authorizer', 'rotate-keys'];
    expect(Object.keys(ENVIRONMENT).toSorted()).toEqual([...ROUTE_NAMES, ...elsewhere].toSorted());
  });
});
