import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { THROTTLE } from '../../contract/limits.ts';
import { BASE_PATH, ROUTE_NAMES, type RouteName, routeOf } from '../../contract/routes/index.ts';
import { type Backend, connect } from '../backend.ts';
import type { StageConfig } from '../config.ts';
import { AuthApi } from '../constructs/auth-api.ts';
import { AuthFunction } from '../constructs/auth-function.ts';
import { CustomDomain } from '../constructs/custom-domain.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Monitoring } from '../constructs/monitoring.ts';

export interface ServiceStackProps extends StackProps {
  backend: Backend;
  config: StageConfig;
}

/** The API in front: it holds nothing that could be lost and may be replaced at any time. */
export class ServiceStack extends Stack {
  readonly api: AuthApi;

  constructor(scope: Construct, id: string, { backend, config, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const functions = new Map(
      ROUTE_NAMES.map((route) => [route, this.#function(route, backend, config)]),
    );
    this.api = new AuthApi(this, 'Gateway', {
      config,
      endpoints: [...functions].map(([name, fn]) => ({
        route: routeOf(name),
        handler: fn.invoked,
        throttle: THROTTLE.routes[name],
      })),
    });
    const { api, throttled } = this.api;
    const { domain, documentationUrl, alarmTopicArn } = config;
    if (config.waf) {
      new Firewall(this, 'Firewall', { stageArn: api.deploymentStage.stageArn, documentationUrl });
    } else {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-APIG3',
        reason: 'The web ACL is switched off for this stage (waf); prod has it.',
      });
    }
    if (domain) {
      const { target } = new CustomDomain(this, 'Domain', { api, domain });
      // Whoever runs the zone must make the record.
      if (!domain.hostedZone) new CfnOutput(this, 'DomainTarget', { value: target });
    }
    new Monitoring(this, 'Monitoring', {
      api,
      gatewayThrottles: throttled,
      functions: [...functions.values()],
      topicArn: alarmTopicArn,
    });
    new CfnOutput(this, 'ApiUrl', {
      value: domain ? `https://${domain.name}${BASE_PATH}` : api.urlForPath('/').replace(/\/$/, ''),
    });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
  }

  #function(route: RouteName, backend: Backend, config: StageConfig): AuthFunction {
    const { method, path } = routeOf(route);
    const fn = new AuthFunction(this, `${route[0]?.toUpperCase()}${route.slice(1)}`, {
      functionKey: route,
      description: `Chordian Auth: ${method} ${BASE_PATH}${path}`,
      config,
      concurrency: config.concurrency?.[route],
    });
    connect(fn, backend);
    fn.provide({
      ALLOWED_ORIGINS: config.allowedOrigins.join(','),
      SCHEME: config.scheme,
      ...(config.documentationUrl !== undefined && { DOCUMENTATION_URL: config.documentationUrl }),
    });
    return fn;
  }
}
