import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  BASE_PATH,
  type HttpFunction,
  publicPathOf,
  ROUTES,
  type Route,
  type RouteSettings,
  type RouteTable,
  routesWith,
} from '../../contract/routes/index.ts';
import { type Backend, connect } from '../backend.ts';
import { challengeLifetimeOf } from '../config/challenge-lifetime.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { AuthApi, type Endpoint } from '../constructs/auth-api.ts';
import { AuthFunction } from '../constructs/auth-function.ts';
import { CustomDomain } from '../constructs/custom-domain.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { createNotices } from '../constructs/notices.ts';
import { Revocation } from '../constructs/revocation.ts';

export interface ServiceStackProps extends StackProps {
  backend: Backend;
  config: StageConfig;
  /** ARN of the topic that alarms notify. */
  alarmTopicArn: string | undefined;
  /** Defaults to the routes of the contract. */
  routes?: RouteTable;
}

/** The API and its functions. The stack contains no data, so it can be replaced at any time. */
export class ServiceStack extends Stack {
  readonly api: AuthApi;

  constructor(
    scope: Construct,
    id: string,
    { backend, config, alarmTopicArn, routes = ROUTES, ...props }: ServiceStackProps,
  ) {
    super(scope, id, props);
    const functions: AuthFunction[] = [];
    const endpoints: Endpoint[] = [];
    for (const [name, routesOfFunction] of Map.groupBy(
      Object.values(routesWith(routeSettingsOf(config), routes)),
      (route) => route.function,
    )) {
      const fn = this.#createFunction(name, routesOfFunction, backend, config);
      functions.push(fn);
      endpoints.push(...routesOfFunction.map((route) => ({ route, handler: fn.invocationTarget })));
    }
    const revocation = new Revocation(this, 'Revocation', { backend, config, alarmTopicArn });
    const notices = createNotices(this, 'Notices', { backend, config, alarmTopicArn });
    this.api = new AuthApi(this, 'Gateway', { config, endpoints });
    const { api, gatewayThrottles } = this.api;
    const { domain, documentationUrl } = config;
    if (config.waf) {
      new Firewall(this, 'Firewall', {
        stageArn: api.deploymentStage.stageArn,
        limits: config.waf,
        originSecretArn: backend.clientAddress.originSecretArn,
        documentationUrl,
      });
    } else {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-APIG3',
        reason: 'The setting "waf" is false for this stage. It is on for prod.',
      });
    }
    if (domain) {
      const { target } = new CustomDomain(this, 'Domain', { api, domain });
      // The record must be created by hand if the hosted zone is not in the configuration.
      if (!domain.hostedZone) new CfnOutput(this, 'DomainTarget', { value: target });
    }
    if (gatewayThrottles) {
      new Monitoring(this, 'Monitoring', {
        api,
        gatewayThrottles,
        functions: [...functions, ...revocation.functions, ...notices],
        topicArn: alarmTopicArn,
      });
    }
    new CfnOutput(this, 'ApiUrl', {
      value: domain ? `https://${domain.name}${BASE_PATH}` : api.urlForPath('/').replace(/\/$/, ''),
    });
    new CfnOutput(this, 'ApiId', { value: api.restApiId });
  }

  #createFunction(
    name: HttpFunction,
    routes: readonly Route[],
    backend: Backend,
    config: StageConfig,
  ): AuthFunction {
    const fn = new AuthFunction(this, `${name[0]?.toUpperCase()}${name.slice(1)}`, {
      functionKey: name,
      description: describeFunction(name, routes),
      config,
      concurrency: config.concurrency?.[name],
    });
    connect(fn, backend);
    fn.addVariables({ ALLOWED_ORIGINS: config.allowedOrigins.join(','), SCHEME: config.scheme });
    if (config.documentationUrl !== undefined) {
      fn.addVariables({ DOCUMENTATION_URL: config.documentationUrl });
    }
    fn.addSettings({
      NAMES: config.names,
      MFA: config.mfa,
      CHALLENGE_LIFETIME: challengeLifetimeOf(config),
      MAILS_PER_NETWORK: config.mails?.perNetwork,
      EMAIL_CODES: config.passwordless?.emailCode ? 'on' : 'off',
      RELYING_PARTY: config.passwordless?.passkeys?.relyingParty,
      NOTICES: config.mail ? 'on' : 'off',
      PASSWORD_MIN_LENGTH: config.passwords.minLength,
      USER_ATTRIBUTES: config.attributes.join(','),
    });
    return fn;
  }
}

const routeSettingsOf = ({ tokens, signUp, passwordless, mfa }: StageConfig): RouteSettings => ({
  algorithm: tokens.algorithm ?? 'HS256',
  signUp,
  passwordless: Boolean(passwordless?.emailCode || passwordless?.passkeys),
  passkeys: passwordless?.passkeys !== undefined,
  mfa: mfa !== 'off',
});

function describeFunction(name: HttpFunction, [route, ...others]: readonly Route[]): string {
  const subject =
    route !== undefined && others.length === 0
      ? `${route.method} ${publicPathOf(route)}`
      : `the ${others.length + 1} routes of ${name}`;
  return `Chordian Auth: ${subject}`;
}
