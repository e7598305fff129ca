import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  BASE_PATH,
  type HttpFunction,
  publicPathOf,
  ROUTES,
  type Route,
  type RouteTable,
} from '../../contract/routes/index.ts';
import { type Backend, connect } from '../backend.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { AuthApi, type Endpoint } from '../constructs/auth-api.ts';
import { AuthFunction } from '../constructs/auth-function.ts';
import { CustomDomain } from '../constructs/custom-domain.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Monitoring } from '../constructs/monitoring.ts';

export interface ServiceStackProps extends StackProps {
  backend: Backend;
  config: StageConfig;
  /** Defaults to the routes of the contract. */
  routes?: RouteTable;
}

/** The API in front: it holds nothing that could be lost and may be replaced at any time. */
export class ServiceStack extends Stack {
  readonly api: AuthApi;

  constructor(
    scope: Construct,
    id: string,
    { backend, config, routes = ROUTES, ...props }: ServiceStackProps,
  ) {
    super(scope, id, props);
    const functions: AuthFunction[] = [];
    const endpoints: Endpoint[] = [];
    for (const [name, served] of Map.groupBy(Object.values(routes), (route) => route.function)) {
      const fn = this.#function(name, served, backend, config);
      functions.push(fn);
      endpoints.push(...served.map((route) => ({ route, handler: fn.invoked })));
    }
    this.api = new AuthApi(this, 'Gateway', { config, endpoints });
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
      functions,
      topicArn: alarmTopicArn,
    });
    new CfnOutput(this, 'ApiUrl', {
      value: domain ? `https://${domain.name}${BASE_PATH}` : api.urlForPath('/').replace(/\/$/, ''),
    });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
  }

  #function(
    name: HttpFunction,
    routes: readonly Route[],
    backend: Backend,
    config: StageConfig,
  ): AuthFunction {
    const fn = new AuthFunction(this, `${name[0]?.toUpperCase()}${name.slice(1)}`, {
      functionKey: name,
      description: descriptionOf(name, routes),
      config,
      concurrency: config.concurrency?.[name],
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

function descriptionOf(name: HttpFunction, [route, ...others]: readonly Route[]): string {
  const served =
    route !== undefined && others.length === 0
      ? `${route.method} ${publicPathOf(route)}`
      : `the ${others.length + 1} routes of ${name}`;
  return `Chordian Auth: ${served}`;
}
